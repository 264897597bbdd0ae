// The yardstick of package glove: weighted least squares with AdaGrad on word
// co-occurrences, one non-zero after the other in a scalar loop.
//
//	gcc -O3 -o yardstick yardstick.c -lm
//	./yardstick pairs.bin rows dim iterations vectors.txt
//
// pairs.bin holds int32 row, int32 column, float32 x for each non-zero of the
// whole matrix. It is shuffled once. What is printed is the mean loss of each
// iteration and the non-zeros per CPU second of all; vectors.txt gets the sum of
// both vectors of each row, which is named by its number. -DREAL=double computes
// in double precision, -DX_MAX=10 weighs rare pairs more.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifndef REAL
#define REAL float
#define SQRT sqrtf
#define LOG logf
#define POW powf
#else
#define SQRT sqrt
#define LOG log
#define POW pow
#endif

typedef struct {
	int row, column;
	float x;
} pair;

#ifndef X_MAX
#define X_MAX 100
#endif

static const REAL rate = 0.05, alpha = 0.75, x_max = X_MAX, most = 100;

static unsigned long long state = 1;

static unsigned random32(void) {
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return state >> 32;
}

// step fits one non-zero and returns its loss. A vector's bias is its last number.
static double step(const pair *p, int dim, REAL *w, REAL *c, REAL *w_sum, REAL *c_sum) {
	REAL d = w[dim] + c[dim] - LOG((REAL)p->x);
	for (int k = 0; k < dim; k++)
		d += w[k] * c[k];
	REAL e = p->x < x_max ? POW((REAL)p->x / x_max, alpha) * d : d;
	double loss = 0.5 * e * d;
	if (e > most)
		e = most;
	if (e < -most)
		e = -most;
	REAL g = rate * e;
	for (int k = 0; k < dim; k++) {
		REAL gw = g * c[k], gc = g * w[k];
		w[k] -= gw / SQRT(w_sum[k]);
		c[k] -= gc / SQRT(c_sum[k]);
		w_sum[k] += gw * gw;
		c_sum[k] += gc * gc;
	}
	w[dim] -= g / SQRT(w_sum[dim]);
	c[dim] -= g / SQRT(c_sum[dim]);
	w_sum[dim] += g * g;
	c_sum[dim] += g * g;
	return loss;
}

int main(int argc, char **argv) {
	if (argc != 6) {
		fprintf(stderr, "usage: yardstick pairs.bin rows dim iterations vectors.txt\n");
		return 2;
	}
	long rows = atol(argv[2]);
	int dim = atoi(argv[3]), iterations = atoi(argv[4]), width = dim + 1;
	FILE *in = fopen(argv[1], "rb");
	if (!in)
		return perror(argv[1]), 1;
	fseek(in, 0, SEEK_END);
	long n = ftell(in) / sizeof(pair);
	rewind(in);
	pair *pairs = malloc(n * sizeof(pair));
	if (fread(pairs, sizeof(pair), n, in) != (size_t)n)
		return perror(argv[1]), 1;
	fclose(in);
	for (long i = n - 1; i > 0; i--) {
		long j = ((unsigned long long)random32() << 32 | random32()) % (i + 1);
		pair swap = pairs[i];
		pairs[i] = pairs[j];
		pairs[j] = swap;
	}

	REAL *w = malloc(rows * width * sizeof(REAL)), *c = malloc(rows * width * sizeof(REAL));
	REAL *w_sum = malloc(rows * width * sizeof(REAL)), *c_sum = malloc(rows * width * sizeof(REAL));
	for (long i = 0; i < rows * width; i++) {
		w[i] = ((REAL)random32() / 4294967296.0 - 0.5) / dim;
		c[i] = ((REAL)random32() / 4294967296.0 - 0.5) / dim;
		w_sum[i] = c_sum[i] = 1;
	}

	clock_t begin = clock();
	for (int t = 0; t < iterations; t++) {
		double loss = 0;
		for (long i = 0; i < n; i++) {
			long a = (long)pairs[i].row * width, b = (long)pairs[i].column * width;
			loss += step(pairs + i, dim, w + a, c + b, w_sum + a, c_sum + b);
		}
		printf("iteration %d: loss %.6f\n", t + 1, loss / n);
	}
	double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	printf("%.0f non-zeros per CPU second\n", n * (double)iterations / seconds);

	FILE *out = fopen(argv[5], "w");
	if (!out)
		return perror(argv[5]), 1;
	for (long i = 0; i < rows; i++) {
		fprintf(out, "%ld", i);
		for (int k = 0; k < dim; k++)
			fprintf(out, " %.6f", w[i * width + k] + c[i * width + k]);
		fprintf(out, "\n");
	}
	return fclose(out) != 0;
}
