/* Equiratio as a native rule: a point belongs to the party with the least d / k, where d is the
 * geodesic distance to its coast and k its weight. Twice the weight reaches twice as far. */
#include <littoral.h>
#include <stdlib.h>

static lit_status create(const lit_host *host, lit_str params_json, void **self) {
  double *k = malloc(host->n_parties * sizeof *k);
  if (!k) return LIT_FAILED;
  (void)params_json;
  for (uint32_t p = 0; p < host->n_parties; p++) {
    k[p] = host->param_of_party(host->ctx, lit_text("weights"), p, 1.0);
    lit_lipschitz(host, p, 1.0 / k[p]);
  }
  *self = k;
  return LIT_OK;
}

static lit_status score(void *self, const lit_host *host, const lit_block *b, double *out) {
  const double *k = self;
  (void)host;
  for (size_t j = 0; j < b->n * b->n_parties; j++) out[j] = b->dist[j] / k[j / b->n];
  return LIT_OK;
}

static const lit_rule rules[] = {{
    sizeof(lit_rule), LIT_WANTS_DIST | LIT_OWN_DIST, LIT_TEXT("equiratio-c"), LIT_TEXT(""),
    LIT_TEXT("Each point to the party with the least distance divided by weight"), LIT_TEXT(""),
    LIT_TEXT("[{\"name\": \"weights\", \"type\": \"per_party\", \"unit\": \"ratio\", \"min\": 0.01,"
             " \"max\": 100, \"default\": {}, \"about\": \"k of each party, 1 unless given\"}]"),
    create, free, score, NULL}};
static const lit_plugin table = {sizeof table, LIT_ABI_MAJOR, LIT_ABI_MINOR, 1,
    LIT_TEXT("org.littoral.equiratio-c"), LIT_TEXT("0.1.0"), rules, 0, 0, NULL};

const lit_plugin *littoral_plugin_v1(uint32_t major, uint32_t minor) {
  (void)minor;
  return major == LIT_ABI_MAJOR ? &table : NULL;
}
