/* NAME: each point to the nearest coast. Change the one line of `score`. */
#include "littoral.h"

static lit_status create(const lit_host *host, lit_str params_json, void **self) {
  (void)params_json, (void)self; /* below: the most that a score changes a metre */
  for (uint32_t p = 0; p < host->n_parties; p++) lit_lipschitz(host, p, 1.0);
  return LIT_OK;
}
static lit_status score(void *self, const lit_host *host, const lit_block *b, double *out) {
  (void)self, (void)host;
  for (size_t i = 0; i < b->n * b->n_parties; i++) out[i] = b->dist[i];
  return LIT_OK;
}
static const lit_rule rules[] = {{sizeof(lit_rule), LIT_WANTS_DIST | LIT_OWN_DIST,
    LIT_TEXT("NAME"), LIT_TEXT(""), LIT_TEXT("Each point to the nearest coast"), LIT_TEXT(""),
    LIT_TEXT(""), create, NULL, score, NULL}};
static const lit_plugin table = {sizeof table, LIT_ABI_MAJOR, LIT_ABI_MINOR, 1,
    LIT_TEXT("org.example.NAME"), LIT_TEXT("1.0.0"), rules, 0, 0, NULL};
const lit_plugin *littoral_plugin_v1(uint32_t major, uint32_t minor) {
  (void)minor;
  return major == LIT_ABI_MAJOR ? &table : NULL;
}
