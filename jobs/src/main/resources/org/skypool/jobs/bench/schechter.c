/*
 * The work of the population likelihood in plain C: sum over objects of the log of the sum over draws of
 * weight times Schechter density, for several hyperparameter vectors, with and without gradient.
 *
 * gcc -O3 -march=native -ffast-math schechter.c -lmvec -lm; reads objects, draws per object and vectors as
 * 64-bit integers, the draws (value, log weight) and the vectors (slope, knee) as doubles from standard input.
 * Writes nanoseconds of CPU time per draw and vector, the best of as many trials as the first argument says:
 * value and value with gradient, then the sums of the first vector.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const double LN10 = 2.302585092994045684;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

/* 10^x of every draw is kept: one exp per draw. */
static double value(int64_t n, int64_t k, const double *x, const double *power, const double *w, double slope,
                    double knee) {
  double total = 0;
  const double s = (slope + 1) * LN10;
  const double scale = exp(-LN10 * knee);
  for (int64_t i = 0; i < n; i++) {
    double sum = 0;
    for (int64_t j = i * k; j < (i + 1) * k; j++) {
      sum += exp(w[j] + s * (x[j] - knee) - power[j] * scale);
    }
    total += log(sum);
  }
  return total;
}

/* Two exps per draw. */
static double gradient(int64_t n, int64_t k, const double *x, const double *w, double slope, double knee,
                       double *out) {
  double total = 0, by_slope = 0, by_knee = 0;
  for (int64_t i = 0; i < n; i++) {
    double sum = 0, a = 0, b = 0;
    for (int64_t j = i * k; j < (i + 1) * k; j++) {
      double u = LN10 * (x[j] - knee);
      double e = exp(u);
      double f = exp(w[j] + (slope + 1) * u - e);
      sum += f;
      a += f * u;
      b += f * (e - slope - 1);
    }
    total += log(sum);
    by_slope += a / sum;
    by_knee += LN10 * b / sum;
  }
  out[0] = by_slope;
  out[1] = by_knee;
  return total;
}

static void take(void *to, size_t bytes) {
  if (fread(to, 1, bytes, stdin) != bytes) {
    fprintf(stderr, "input ends early\n");
    exit(1);
  }
}

int main(int argc, char **argv) {
  const int trials = argc > 1 ? atoi(argv[1]) : 7;
  int64_t n, k, vectors;
  take(&n, 8);
  take(&k, 8);
  take(&vectors, 8);
  double *x = malloc(8 * n * k), *w = malloc(8 * n * k), *power = malloc(8 * n * k), *phi = malloc(16 * vectors);
  take(x, 8 * n * k);
  take(w, 8 * n * k);
  take(phi, 16 * vectors);
  for (int64_t j = 0; j < n * k; j++) power[j] = exp(LN10 * x[j]);
  double best[2] = {1e9, 1e9}, sums[3], out[2], keep = 0;
  for (int kind = 0; kind < 2; kind++) {
    for (int trial = 0; trial < trials; trial++) {
      int64_t passes = 0;
      double start = seconds(), taken;
      do {
        for (int64_t v = 0; v < vectors; v++) {
          double total = kind == 0 ? value(n, k, x, power, w, phi[2 * v], phi[2 * v + 1])
                                   : gradient(n, k, x, w, phi[2 * v], phi[2 * v + 1], out);
          keep += total;
          if (v == 0) {
            sums[0] = total;
            if (kind == 1) sums[1] = out[0], sums[2] = out[1];
          }
        }
        passes++;
        taken = seconds() - start;
      } while (taken < 0.2);
      double each = 1e9 * taken / ((double)passes * vectors * n * k);
      if (each < best[kind]) best[kind] = each;
    }
  }
  printf("%.6f %.6f %.17g %.17g %.17g\n", best[0], best[1], sums[0], sums[1], sums[2]);
  return keep == 0.12345 ? 1 : 0;
}
