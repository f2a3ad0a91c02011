/* littoral.h - the native plugin ABI of littoral, version 1.0. C99 and C++17.
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
 * - Write to stderr at most; stdout belongs to the host.
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
#define LIT_ABI_MINOR 0u

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
  /* [create only] Id of a party (ISO 3166 alpha-3); empty past the last. */
  lit_str (*party_id)(void *ctx, uint32_t party);
  /* [create only] A number among the parameters; nested ones by dots ("weights.IRN"). Flags are
   * 1 or 0, lengths metres. `fallback` if there is none of that name. */
  double (*param_number)(void *ctx, lit_str name, double fallback);
  /* [create only] A party's number in a per-party parameter; `fallback` if none is given. */
  double (*param_of_party)(void *ctx, lit_str name, uint32_t party, double fallback);
  /* [create only] A text or choice among the parameters; `fallback` if there is none. */
  lit_str (*param_text)(void *ctx, lit_str name, lit_str fallback);
} lit_host;

/* A block of points of the sea. n may be 0. */
typedef struct {
  uint32_t size, n_parties;
  size_t n;
  const double *lon, *lat; /* degrees, n of each */
  const double *dist;      /* metres to each party's coast, dist[party * n + i]; NULL unless the
                              rule has LIT_WANTS_DIST */
} lit_block;

/* The operations of scripts on opaque handles: not part of ABI 1.0. */
typedef struct lit_ops lit_ops;

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
  /* Reserved in ABI 1.0: must be NULL. */
  lit_status (*run)(void *self, const lit_host *host, const lit_ops *ops);
} lit_rule;

/* The table of a plugin: static, never freed. */
typedef struct {
  uint32_t size, abi_major, abi_minor; /* the ABI that the plugin was built for */
  uint32_t n_rules;                    /* 1 .. 1,024 */
  lit_str id, version;                 /* as in plugin.toml */
  const lit_rule *rules;               /* n_rules of them, each `rules[0].size` bytes long */
} lit_plugin;

/* The one symbol. NULL if this plugin cannot work with such a host. */
LIT_EXPORT const lit_plugin *littoral_plugin_v1(uint32_t host_major, uint32_t host_minor);

#ifdef __cplusplus
}
#endif
#endif
