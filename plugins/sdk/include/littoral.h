/* littoral.h - the native plugin ABI of littoral, version 1.2. C99 and C++17.
 * Licence: MIT OR Apache-2.0.
 *
 * A plugin is a folder with `plugin.toml` and a shared library that exports one symbol,
 * `littoral_plugin_v1`; the major version is part of that name.
 *
 * Rules that never change within version 1
 * - Every struct begins with its own size as the WRITER of it knew it. Members are only appended:
 *   read a member added after 1.0 only if `size` covers it.
 * - The host owns every buffer and provides the output buffers. Nothing allocated on one side is
 *   freed on the other. Pointers are valid for the call in which they were given, no longer.
 * - Strings are UTF-8 with a length; they need not end with a zero byte.
 * - No exception, panic or longjmp crosses the boundary.
 * - Reserved members are zero. A NULL function is one that is not provided.
 * - Same point, same parameters -> same bits, however the points are cut into blocks.
 * - Write to stderr at most; stdout belongs to the host. Leave rounding mode, signal handlers, working
 *   directory and locale as they are.
 * A native plugin runs with all the rights of the user. Only bytes that the user has trusted are
 * loaded (`littoral plugin trust`), in a worker process that may die without hurting the host.
 */
#ifndef LITTORAL_H
#define LITTORAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LIT_ABI_MAJOR 1u
#define LIT_ABI_MINOR 2u

#if defined(_WIN32)
#define LIT_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define LIT_EXPORT __attribute__((visibility("default")))
#else
#define LIT_EXPORT
#endif

/* UTF-8 text, borrowed for the call. ptr may be NULL when len is 0. */
typedef struct {
  const char *ptr;
  size_t len;
} lit_str;

/* A string literal as an initializer of a lit_str. */
#define LIT_TEXT(literal) { literal, sizeof(literal) - 1 }

/* Any C string as a lit_str. */
static inline lit_str lit_text(const char *text) {
  lit_str s;
  s.ptr = text;
  s.len = text ? strlen(text) : 0;
  return s;
}

typedef int32_t lit_status;
enum {
  LIT_OK = 0,       /* done */
  LIT_FAILED = 1,   /* failed; say why with set_error before returning */
  LIT_CANCELLED = 2 /* stopped because cancelled() said so */
};

enum { LIT_LOG_NOTE = 0, LIT_LOG_WARNING = 1 };

/* What the host gives. `ctx` goes into every function unread. */
typedef struct {
  uint32_t size, abi_major, abi_minor;
  uint32_t n_parties; /* of the case, in the case's order: 0 .. n_parties - 1 */
  void *ctx;
  /* [any thread] A note or a warning for the user; copied. */
  void (*log)(void *ctx, int32_t level, lit_str text);
  /* [any thread] True when the run should stop: ask once a block or every 4,096 points. */
  bool (*cancelled)(void *ctx);
  /* [any thread] Why the call is about to return LIT_FAILED; copied, the first one is reported. */
  void (*set_error)(void *ctx, lit_str text);
  /* [create, run, measure] Id of a party (ISO 3166 alpha-3); empty past the last. */
  lit_str (*party_id)(void *ctx, uint32_t party);
  /* [create only] A number among the parameters; nested ones by dots ("weights.IRN"). Flags are
   * 1 or 0, lengths metres. `fallback` if there is none of that name. */
  double (*param_number)(void *ctx, lit_str name, double fallback);
  /* [create only] A party's number in a per-party parameter; `fallback` if none is given. */
  double (*param_of_party)(void *ctx, lit_str name, uint32_t party, double fallback);
  /* [create only] A text or choice among the parameters; `fallback` if there is none. */
  lit_str (*param_text)(void *ctx, lit_str name, lit_str fallback);
  /* [create only, since ABI 1.2: use lit_lipschitz] The greatest change a metre of a party's score. */
  void (*set_lipschitz)(void *ctx, uint32_t party, double per_metre);
} lit_host;

/* [create only] Tells the host how much a party's score can change at most along a metre of sea; a
 * distance changes by 1. Where every score has such a bound, boundaries are certified and found with a
 * small part of the points; without one they are sampled. A bound that is too small divides wrongly.
 * Does nothing in a host that does not know it. */
static inline void lit_lipschitz(const lit_host *host, uint32_t party, double per_metre) {
  if (host->size >= offsetof(lit_host, set_lipschitz) + sizeof host->set_lipschitz)
    if (host->set_lipschitz) host->set_lipschitz(host->ctx, party, per_metre);
}

/* A block of points of the sea. n may be 0. */
typedef struct {
  uint32_t size, n_parties;
  size_t n;
  const double *lon, *lat; /* degrees, n of each */
  const double *dist;      /* metres to each party's coast, dist[party * n + i]; NULL unless the
                              rule has LIT_WANTS_DIST */
} lit_block;

/* ---- Operations (since ABI 1.1): the words of scripts on opaque handles ----
 * A handle is a number that the host checks; id 0 is none. It is valid until the `run` or `measure`
 * in which it was given returns. Operations are called on the thread of that `run` or `measure`
 * only. A fault (a stale handle, a word of another thread, a share that cannot be had) is kept: from
 * then on every operation does nothing and returns 0, false or NaN, and the first fault is what the
 * user reads, so a plugin need not test each call. `examples/manual/script-api.md` documents every
 * word: `sea_dist` here is `sea:dist` there. Lengths are metres, angles degrees. */
typedef struct { uint64_t id; } lit_field;     /* a number at every point of the sea, lazy */
typedef struct { uint64_t id; } lit_region;    /* a part of the sea, lazy */
typedef struct { uint64_t id; } lit_partition; /* who holds what */

/* Places of a line, borrowed for the call: n of each. */
typedef struct {
  const double *lat, *lon;
  size_t n;
} lit_places;

/* The case's heights of the sea bed on a grid; lives as long as a handle. */
typedef struct {
  uint32_t size, nx, ny, reserved;
  double lat0, lon0, step; /* degrees: node (row j, column i) lies at lat0 + j*step, lon0 + i*step */
  double level;            /* of the water surface in the same datum, metres */
  const double *z;         /* metres, nx a row, ny rows from south to north */
} lit_depths;

/* What sea_fit is asked for. Each of the three lists has n_parties fractions from 0 to 1; NULL, or
 * NaN for a party, asks for nothing. */
typedef struct {
  uint32_t size, n_parties;
  const lit_field *score; /* n_parties */
  const double *floor, *ceil, *target;
  lit_region keep; /* inside it the unweighted partition stands; id 0: nowhere */
} lit_fit;

/* Values of a field at the points of a block, out[i]; block->dist is NULL. Same point, same bits.
 * [run thread] */
typedef lit_status (*lit_values)(void *data, const lit_host *host, const lit_block *block, double *out);

typedef struct lit_ops {
  uint32_t size, n_parties;
  void *ctx;
  /* Fields. islands: their effect on the distance, 0 to 1. sea_depth: metres of water, 0 on land;
   * beyond the grid that of its edge. sea_field: `lipschitz` is the greatest change a metre
   * that values can have, NaN if unknown: then boundaries are sampled, not certified.
   * Longitudes of fields: -180 to 180; where the sea touches or crosses 180 degrees they are
   * counted on eastwards, 181 for 179 W, and so must be what they are compared with. */
  lit_field (*sea_dist)(void *ctx, uint32_t party, double islands);
  lit_field (*sea_coast)(void *ctx);
  lit_field (*sea_latitude)(void *ctx);
  lit_field (*sea_longitude)(void *ctx);
  lit_field (*sea_constant)(void *ctx, double value);
  lit_field (*sea_depth)(void *ctx);
  lit_field (*sea_offset)(void *ctx, lit_places line);
  lit_field (*sea_field)(void *ctx, lit_values values, void *data, double lipschitz);
  lit_field (*field_add)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_sub)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_mul)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_div)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_pow)(void *ctx, lit_field a, double exponent);
  lit_field (*field_unm)(void *ctx, lit_field a);
  lit_field (*field_log)(void *ctx, lit_field a);
  lit_field (*field_sqrt)(void *ctx, lit_field a);
  lit_field (*field_abs)(void *ctx, lit_field a);
  lit_field (*field_min)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_max)(void *ctx, lit_field a, lit_field b);
  lit_field (*field_where)(void *ctx, lit_field a, lit_region inside, lit_field otherwise);
  /* Regions. */
  lit_region (*field_le)(void *ctx, lit_field a, lit_field limit);
  lit_region (*field_ge)(void *ctx, lit_field a, lit_field limit);
  lit_region (*field_within)(void *ctx, lit_field a, double distance);
  lit_region (*field_beyond)(void *ctx, lit_field a, double distance);
  lit_region (*region_both)(void *ctx, lit_region a, lit_region b);
  lit_region (*region_either)(void *ctx, lit_region a, lit_region b);
  lit_region (*region_minus)(void *ctx, lit_region a, lit_region b);
  lit_region (*region_no)(void *ctx, lit_region a);
  lit_region (*sea_side)(void *ctx, lit_places line);
  /* Partitions. sea_assign: one score a party, the lowest holds. partition_over: inside the region
   * a holder ("IRN", "COMMON", "JOINT:AZE+IRN"), or what another partition says. sea_fit gives the
   * fitted weights if `weights` is not NULL (n_parties). */
  lit_partition (*sea_assign)(void *ctx, const lit_field *score, size_t n);
  lit_partition (*sea_equidistance)(void *ctx, double islands);
  lit_partition (*sea_fit)(void *ctx, const lit_fit *request, double *weights);
  lit_partition (*partition_over)(void *ctx, lit_partition p, lit_region inside, lit_str holder);
  lit_partition (*partition_overlay)(void *ctx, lit_partition p, lit_region inside, lit_partition q);
  /* Questions; the first one solves the partition. Per cent of the sea, square metres, per cent that
   * changes hands. Lists give their length and write `room` elements at most. partition_ring: the
   * n-th closed ring of a holder's water, islands and holes among them; 0 past the last. */
  double (*partition_share)(void *ctx, lit_partition p, lit_str holder);
  double (*partition_area)(void *ctx, lit_partition p, lit_str holder);
  double (*partition_moved)(void *ctx, lit_partition p, lit_partition q);
  size_t (*partition_line)(void *ctx, lit_partition p, lit_str a, lit_str b, double *lat, double *lon,
                           size_t room);
  size_t (*partition_ring)(void *ctx, lit_partition p, lit_str holder, size_t n, double *lat,
                           double *lon, size_t room);
  /* The case. sea_values: a field at places. sea_terminus: where the land boundary of two parties
   * meets the sea. sea_depths: false if the case has none. sea_inside: is it water? */
  bool (*sea_values)(void *ctx, lit_field f, lit_places at, double *out);
  bool (*sea_inside)(void *ctx, double lat, double lon);
  bool (*sea_depths)(void *ctx, lit_depths *out);
  bool (*sea_terminus)(void *ctx, uint32_t a, uint32_t b, double *lat, double *lon);
  double (*sea_coastlength)(void *ctx, uint32_t party, double scale);
  double (*sea_distance)(void *ctx, double lat_a, double lon_a, double lat_b, double lon_b);
  size_t (*sea_deposits)(void *ctx, double *lat, double *lon, size_t room);
  /* Results of `run`. A layer is seabed, subsoil, water, fishery, surface or another word; it is solved
   * now, and no function of sea_field is asked after `run` has returned. */
  void (*result_layer)(void *ctx, lit_str layer, lit_partition p);
  void (*result_note)(void *ctx, lit_str name, lit_str text);
  void (*result_number)(void *ctx, lit_str name, double value);
} lit_ops;

/* lit_rule.flags */
enum {
  LIT_WANTS_DIST = 1, /* fill lit_block.dist */
  LIT_OWN_DIST = 2    /* a promise: a party's score depends on the point and on that party's own
                         row of dist, and on no other row. Then the host asks for one party at a
                         time (the other rows hold any finite number), prints for each line only
                         the base points of its two parties, and splits ties at land-boundary
                         termini by the bisector. Without it, ties go to the earlier party. */
};

/* One rule. */
typedef struct {
  uint32_t size, flags;
  lit_str id;      /* lower case with hyphens; must be listed in plugin.toml */
  lit_str version; /* empty: that of the plugin */
  lit_str about;   /* one sentence */
  lit_str cite;    /* case, treaty or paper; several separated by "; " */
  lit_str params;  /* JSON array of parameters, see the README; empty: none */
  /* [run thread] Makes one instance for one run. params_json: every parameter with its value as
   * one JSON object, lengths in metres, for rules whose parameters param_* cannot express. May be
   * NULL: then `self` is NULL. On failure destroy is not called. */
  lit_status (*create)(const lit_host *host, lit_str params_json, void **self);
  /* [run thread] Ends it. May be NULL. */
  void (*destroy)(void *self);
  /* [many threads at once on one self] One score a party for every point,
   * out[party * n + i]; the lowest holds the point, equal ones go to the earlier party.
   * +infinity: never. NaN is a fault. The host looks for the boundary between points, so scores
   * must be continuous wherever the line is to be smooth. */
  lit_status (*score)(void *self, const lit_host *host, const lit_block *block, double *out);
  /* [run thread, since ABI 1.1] The other shape: builds the layers itself. Exactly one of score and
   * run is given. */
  lit_status (*run)(void *self, const lit_host *host, const lit_ops *ops);
} lit_rule;

/* lit_metric.flags */
enum { LIT_BY_PARTY = 1 /* one number a party, in the case's order; otherwise one number */ };

/* A measure of a division (since ABI 1.1): a line in the table of `littoral compare --metrics`. */
typedef struct {
  uint32_t size, flags;
  lit_str id;    /* lower case with underscores; must be listed in plugin.toml */
  lit_str unit;  /* empty: a pure number */
  lit_str about; /* definition, degenerate cases, source */
  /* [run thread] `layer` is a solved layer: questions about it answer at once. `base` is what it is
   * compared with (strict equidistance), id 0 if there is none. `out` holds NaN, which stays where
   * the case does not say enough. */
  lit_status (*measure)(const lit_host *host, const lit_ops *ops, lit_partition layer,
                        lit_partition base, double *out);
} lit_metric;

/* The table of a plugin: static, never freed. */
typedef struct {
  uint32_t size, abi_major, abi_minor; /* the ABI that the plugin was built for */
  uint32_t n_rules;                    /* 0 .. 1,024; with the metrics at least 1 */
  lit_str id, version;                 /* as in plugin.toml */
  const lit_rule *rules;               /* n_rules of them, each `rules[0].size` bytes long */
  /* since ABI 1.1 */
  uint32_t n_metrics, reserved; /* 0 .. 1,024; 0 */
  const lit_metric *metrics;    /* n_metrics of them, each `metrics[0].size` bytes long */
} lit_plugin;

/* The one symbol. NULL if this plugin cannot work with such a host. */
LIT_EXPORT const lit_plugin *littoral_plugin_v1(uint32_t host_major, uint32_t host_minor);

#ifdef __cplusplus
}
#endif
#endif
