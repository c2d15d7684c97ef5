/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shannon's entropy of the bytes over its expectation for as many bytes drawn at random: that of
 * the plug-in estimate, which is biased downwards in short files.
 */
#include "evidence/content/entropy.h"

#include <math.h>
#include <string.h>

#define N_VALUES 256

/*
 * Up to this many bytes the expectation is summed exactly; above it three terms of the series are
 * right to 1e-5 bits.
 */
#define EXACT_MAX 8192

/*
 * With K of @n bytes of one value, binomial(n, 1/256), E[H] = log2(n) - 256/n E[K log2 K]. As k
 * C(n, k) = n C(n - 1, k - 1), the second term is E[log2(1 + K')] of K' binomial(n - 1, 1/256).
 */
static double
expected_exactly (gsize n)
{
  const double odds = 1.0 / (N_VALUES - 1);
  const double trials = (double) (n - 1);
  double probability = pow ((double) (N_VALUES - 1) / N_VALUES, trials);
  double sum = 0;

  for (gsize k = 0; k < n; k++) {
    sum += probability * log2 ((double) k + 1);
    probability *= (trials - (double) k) / ((double) k + 1) * odds;
    if (probability < 1e-12 && (double) k > trials / N_VALUES)
      break;
  }
  return log2 ((double) n) - sum;
}

/*
 * Miller (1955), "Note on the bias of information estimates", with the next term of Harris (1975),
 * "The statistical estimation of entropy".
 */
static double
expected_by_series (gsize n)
{
  const double size = (double) n;
  const double sum_of_inverses = (double) N_VALUES * N_VALUES;

  return log2 (N_VALUES)
         - ((N_VALUES - 1) / (2 * size) - (1 - sum_of_inverses) / (12 * size * size)) / G_LN2;
}

/* Four tables: a run of one value doesn't wait for its own last count. */
static void
values_count (const guint8 *bytes, gsize size, gsize ret_counts[N_VALUES])
{
  guint32 counts[4][N_VALUES];

  memset (ret_counts, 0, N_VALUES * sizeof *ret_counts);
  while (size > 0) {
    const gsize part = MIN (size, (gsize) 1 << 30);
    gsize at = 0;

    memset (counts, 0, sizeof counts);
    for (; at + 4 <= part; at += 4) {
      counts[0][bytes[at]]++;
      counts[1][bytes[at + 1]]++;
      counts[2][bytes[at + 2]]++;
      counts[3][bytes[at + 3]]++;
    }
    for (; at < part; at++)
      counts[0][bytes[at]]++;
    for (guint i = 0; i < N_VALUES; i++)
      ret_counts[i] += (gsize) counts[0][i] + counts[1][i] + counts[2][i] + counts[3][i];
    bytes += part;
    size -= part;
  }
}

guint
hm_entropy_per_mille (const void *bytes, gsize size)
{
  gsize counts[N_VALUES];
  double sum = 0;
  double entropy, expected;

  if (size < 2)
    return 0; /* one byte says nothing, and nothing is expected of it */
  values_count (bytes, size, counts);
  for (guint i = 0; i < N_VALUES; i++)
    if (counts[i] > 0)
      sum += (double) counts[i] * log2 ((double) counts[i]);
  entropy = log2 ((double) size) - sum / (double) size;
  expected = size <= EXACT_MAX ? expected_exactly (size) : expected_by_series (size);
  return (guint) CLAMP (lround (1000 * entropy / expected), 0, 1000);
}
