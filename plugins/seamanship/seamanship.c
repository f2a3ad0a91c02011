/* What a division means to those who sail it.
 * Rule port-access: a point belongs to the party that can be there first from one of its ports, at
 *   its own speed (search and rescue, spill response, patrol). A party without a port in the list
 *   starts from its nearest coast.
 * Metric sinuosity: how many times longer a party's boundaries are than the geodesics between their
 *   ends; 1 is straight. Of each boundary the longest part counts. */
#include <littoral.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_PORTS 256
#define RAD 0.017453292519943295

typedef struct {
  uint32_t n_parties, n;
  double speed[64];
  struct { uint32_t party; double lat, lon; } port[MOST_PORTS];
} ports;

/* Geodesic on WGS 84, metres: T. Vincenty, Survey Review 23 (1975). Better than a millimetre within a
 * sea; two places nearly on opposite sides of the earth do not converge and get the sphere's answer. */
static double geodesic(double lat1, double lon1, double lat2, double lon2) {
  const double a = 6378137.0, f = 1 / 298.257223563, b = a * (1 - f), l = (lon2 - lon1) * RAD;
  double u1 = atan((1 - f) * tan(lat1 * RAD)), u2 = atan((1 - f) * tan(lat2 * RAD));
  double s1 = sin(u1), c1 = cos(u1), s2 = sin(u2), c2 = cos(u2), lambda = l;
  for (int k = 0; k < 100; k++) {
    double sl = sin(lambda), cl = cos(lambda), x = c2 * sl, y = c1 * s2 - s1 * c2 * cl;
    double ss = sqrt(x * x + y * y), cs = s1 * s2 + c1 * c2 * cl, sigma = atan2(ss, cs);
    if (ss == 0) return 0;
    double sa = c1 * c2 * sl / ss, c2a = 1 - sa * sa, cm = c2a == 0 ? 0 : cs - 2 * s1 * s2 / c2a;
    double c = f / 16 * c2a * (4 + f * (4 - 3 * c2a)), before = lambda;
    lambda = l + (1 - c) * f * sa * (sigma + c * ss * (cm + c * cs * (2 * cm * cm - 1)));
    if (fabs(lambda - before) > 1e-13) continue;
    double u = c2a * (a * a - b * b) / (b * b);
    double big_a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
    double big_b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
    double d = cs * (2 * cm * cm - 1) - big_b / 6 * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3);
    return b * big_a * (sigma - big_b * ss * (cm + big_b / 4 * d));
  }
  return 6371008.8 * acos(s1 * s2 + c1 * c2 * cos(l));
}

static lit_status refuse(const lit_host *host, const char *why, const char *at) {
  char text[200];
  snprintf(text, sizeof text, "ports: %s at \"%.40s\"; write AZE 40.37 49.85; IRN 37.47 49.47", why, at);
  host->set_error(host->ctx, lit_text(text));
  return LIT_FAILED;
}

/* Reads "AZE 40.37 49.85; ...": latitude first, degrees. */
static lit_status read_ports(const lit_host *host, ports *all, const char *at) {
  while (*(at += strspn(at, "; \n\t"))) {
    const char *here = at;
    size_t id = strcspn(at, " \t;");
    uint32_t party = 0;
    for (; party < all->n_parties; party++) {
      lit_str known = host->party_id(host->ctx, party);
      if (known.len == id && memcmp(known.ptr, at, id) == 0) break;
    }
    if (party == all->n_parties) return refuse(host, "no such party", here);
    if (all->n == MOST_PORTS) return refuse(host, "more than 256 ports", here);
    char *end;
    double lat = strtod(at += id, &end);
    if (end == at || !(lat >= -90 && lat <= 90)) return refuse(host, "no latitude", here);
    double lon = strtod(at = end, &end);
    if (end == at || !(lon >= -360 && lon <= 360)) return refuse(host, "no longitude", here);
    at = end + strspn(end, " \t\n");
    if (*at && *at != ';') return refuse(host, "more than two numbers", here);
    all->port[all->n].party = party, all->port[all->n].lat = lat, all->port[all->n++].lon = lon;
  }
  return LIT_OK;
}

static lit_status create(const lit_host *host, lit_str params_json, void **self) {
  lit_str none = LIT_TEXT(""), text = host->param_text(host->ctx, lit_text("ports"), none);
  ports *all = host->n_parties <= 64 ? calloc(1, sizeof *all) : NULL;
  char *list = malloc(text.len + 1);
  (void)params_json;
  if (!all || !list) return free(all), free(list), LIT_FAILED;
  if (text.len) memcpy(list, text.ptr, text.len);
  list[text.len] = 0, all->n_parties = host->n_parties;
  for (uint32_t p = 0; p < all->n_parties; p++) {
    all->speed[p] = host->param_of_party(host->ctx, lit_text("speed"), p, 1.0);
    lit_lipschitz(host, p, 1.0 / all->speed[p]);
  }
  lit_status status = read_ports(host, all, list);
  free(list);
  if (status == LIT_OK) *self = all;
  else free(all);
  return status;
}

static lit_status score(void *self, const lit_host *host, const lit_block *b, double *out) {
  const ports *all = self;
  (void)host;
  for (size_t i = 0; i < b->n; i++) {
    double near[64];
    for (uint32_t p = 0; p < b->n_parties; p++) near[p] = INFINITY;
    for (uint32_t k = 0; k < all->n; k++) {
      double d = geodesic(b->lat[i], b->lon[i], all->port[k].lat, all->port[k].lon);
      if (d < near[all->port[k].party]) near[all->port[k].party] = d;
    }
    for (uint32_t p = 0; p < b->n_parties; p++) {
      double d = near[p] < INFINITY ? near[p] : b->dist[p * b->n + i];
      out[p * b->n + i] = d / all->speed[p];
    }
  }
  return LIT_OK;
}

static lit_status sinuosity(const lit_host *host, const lit_ops *ops, lit_partition layer,
                            lit_partition base, double *out) {
  (void)base;
  for (uint32_t p = 0; p < ops->n_parties; p++) {
    double length = 0, straight = 0;
    for (uint32_t q = 0; q < ops->n_parties && !host->cancelled(host->ctx); q++) {
      lit_str a = host->party_id(host->ctx, p), b = host->party_id(host->ctx, q);
      size_t n = p == q ? 0 : ops->partition_line(ops->ctx, layer, a, b, NULL, NULL, 0);
      double *lat = n < 2 ? NULL : malloc(2 * n * sizeof *lat);
      if (!lat) continue;
      double *lon = lat + n;
      ops->partition_line(ops->ctx, layer, a, b, lat, lon, n);
      for (size_t i = 1; i < n; i++)
        length += ops->sea_distance(ops->ctx, lat[i - 1], lon[i - 1], lat[i], lon[i]);
      straight += ops->sea_distance(ops->ctx, lat[0], lon[0], lat[n - 1], lon[n - 1]);
      free(lat);
    }
    if (straight > 0) out[p] = length / straight; /* a party without a boundary keeps NaN */
  }
  return LIT_OK;
}

static const lit_rule rules[] = {{
    sizeof(lit_rule), LIT_WANTS_DIST | LIT_OWN_DIST, LIT_TEXT("port-access"), LIT_TEXT(""),
    LIT_TEXT("Each point to the party that is there first from its nearest port"),
    LIT_TEXT("SAR Convention 1979, annex 2.1 (regions by ability to assist); Vincenty 1975"),
    LIT_TEXT("[{\"name\": \"ports\", \"type\": \"text\", \"default\": \"\","
             " \"about\": \"party, latitude, longitude; separated by semicolons\"},"
             " {\"name\": \"speed\", \"type\": \"per_party\", \"unit\": \"ratio\", \"min\": 0.01,"
             " \"max\": 100, \"default\": {}, \"about\": \"of each party's vessels, 1 unless given\"}]"),
    create, free, score, NULL}};
static const lit_metric metrics[] = {{
    sizeof(lit_metric), LIT_BY_PARTY, LIT_TEXT("sinuosity"), LIT_TEXT(""),
    LIT_TEXT("Length of a party's boundaries over the geodesics between their ends; 1 is straight"),
    sinuosity}};
static const lit_plugin table = {sizeof table, LIT_ABI_MAJOR, LIT_ABI_MINOR, 1,
    LIT_TEXT("org.littoral.seamanship"), LIT_TEXT("0.1.0"), rules, 1, 0, metrics};

const lit_plugin *littoral_plugin_v1(uint32_t major, uint32_t minor) {
  (void)minor;
  return major == LIT_ABI_MAJOR ? &table : NULL;
}
