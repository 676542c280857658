/*
 * The benchmark's peer: the same problems solved by CVODE (SUNDIALS), dense, analytic Jacobian.
 *
 *   cvode_peer cho-stiff|cho-stiff-tight|cho-nonstiff DRAWS COUNT THREADS OUT   draws: COUNT x 27 doubles, native order
 *   cvode_peer rober|hires|orego|vdpol REPEATS
 *
 * Prints one line: seconds per solution (by the wall clock with several threads, of processor time
 * with one), then the last solution's end state. The CHO cases write the end state of each draw to
 * OUT.
 */
#define _POSIX_C_SOURCE 200809L
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>
#include <time.h>

#define PARAMETERS 27
#define Y(i) NV_Ith_S(y, i)
#define D(i) NV_Ith_S(ydot, i)
#define J(i, j) SM_ELEMENT_D(jac, i, j)

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void check(int flag, const char *what) {
  if (flag < 0) {
    fprintf(stderr, "%s failed: %d\n", what, flag);
    exit(2);
  }
}

/* ---- CHO fed-batch; the parameters in the order of the equations ---- */

enum {
  MU_MAX, K_GLC, K_GLN, KI_LAC, KI_AMM, K_D, KD_LAC, KD_AMM, M_GLC, KM_GLC, Y_XGLC, M_GLN, KM_GLN,
  Y_XGLN, D_GLN, Y_LACGLC, Y_AMMGLN, R_AMM, KM_AMM, Q_MAB, FEED_GLC, FEED_GLN,
  KLA, DO_SAT, K_DO, Q_O2, KM_DO
};

static const double FEED[14] = {0, 0, 0, 1, 1.5, 2, 2.5, 3, 3, 3, 3, 2.5, 2, 2};

typedef struct {
  const double *p;
  double feed;
  int oxygen;
} Cho;

static int cho(realtype t, N_Vector y, N_Vector ydot, void *data) {
  (void)t;
  const Cho *c = data;
  const double *p = c->p;
  double xv = Y(0), glc = Y(1), gln = Y(2), lac = Y(3), amm = Y(4), mab = Y(5), v = Y(6);
  double dil = c->feed / v;
  double mu = p[MU_MAX] * glc / (glc + p[K_GLC]) * gln / (gln + p[K_GLN]) * p[KI_LAC] /
              (lac + p[KI_LAC]) * p[KI_AMM] / (amm + p[KI_AMM]);
  if (c->oxygen) mu *= Y(7) / (p[K_DO] + Y(7));
  double mud = p[K_D] * lac / (lac + p[KD_LAC]) * amm / (amm + p[KD_AMM]);
  double qs = p[M_GLC] * glc / (p[KM_GLC] + glc) + mu / p[Y_XGLC];
  double mg = p[M_GLN] * gln / (p[KM_GLN] + gln);
  double q = mu / p[Y_XGLN];
  D(0) = (mu - mud - dil) * xv;
  D(1) = -xv * qs + dil * (p[FEED_GLC] - glc);
  D(2) = -xv * (mg + q) - p[D_GLN] * gln + dil * (p[FEED_GLN] - gln);
  D(3) = p[Y_LACGLC] * xv * qs - dil * lac;
  D(4) = xv * (p[Y_AMMGLN] * q - p[R_AMM] * amm / (p[KM_AMM] + amm)) + p[D_GLN] * gln - dil * amm;
  D(5) = p[Q_MAB] * xv - dil * mab;
  D(6) = c->feed;
  if (c->oxygen)
    D(7) = p[KLA] * (p[DO_SAT] - Y(7)) - p[Q_O2] * xv * Y(7) / (p[KM_DO] + Y(7)) - dil * Y(7);
  return 0;
}

static int cho_jac(realtype t, N_Vector y, N_Vector fy, SUNMatrix jac, void *data, N_Vector a,
                   N_Vector b, N_Vector d) {
  (void)t, (void)fy, (void)a, (void)b, (void)d;
  const Cho *c = data;
  const double *p = c->p;
  int n = c->oxygen ? 8 : 7;
  double xv = Y(0), glc = Y(1), gln = Y(2), lac = Y(3), amm = Y(4), mab = Y(5), v = Y(6);
  double dil = c->feed / v;
  double dil_v = -dil / v;
  double mu = p[MU_MAX] * glc / (glc + p[K_GLC]) * gln / (gln + p[K_GLN]) * p[KI_LAC] /
              (lac + p[KI_LAC]) * p[KI_AMM] / (amm + p[KI_AMM]);
  if (c->oxygen) mu *= Y(7) / (p[K_DO] + Y(7));
  double mu_by[8] = {0};
  /* written without division by a concentration, which may be zero */
  double glc_term = glc / (glc + p[K_GLC]), gln_term = gln / (gln + p[K_GLN]);
  double lac_term = p[KI_LAC] / (lac + p[KI_LAC]), amm_term = p[KI_AMM] / (amm + p[KI_AMM]);
  double o_term = c->oxygen ? Y(7) / (p[K_DO] + Y(7)) : 1;
  double m = p[MU_MAX] * lac_term * amm_term;
  mu_by[1] = m * gln_term * o_term * p[K_GLC] / ((glc + p[K_GLC]) * (glc + p[K_GLC]));
  mu_by[2] = m * glc_term * o_term * p[K_GLN] / ((gln + p[K_GLN]) * (gln + p[K_GLN]));
  mu_by[3] = -mu / (lac + p[KI_LAC]);
  mu_by[4] = -mu / (amm + p[KI_AMM]);
  if (c->oxygen)
    mu_by[7] = m * glc_term * gln_term * p[K_DO] / ((Y(7) + p[K_DO]) * (Y(7) + p[K_DO]));
  double dl = lac / (lac + p[KD_LAC]), da = amm / (amm + p[KD_AMM]);
  double mud = p[K_D] * dl * da;
  double mud_lac = p[K_D] * da * p[KD_LAC] / ((lac + p[KD_LAC]) * (lac + p[KD_LAC]));
  double mud_amm = p[K_D] * dl * p[KD_AMM] / ((amm + p[KD_AMM]) * (amm + p[KD_AMM]));
  double qs = p[M_GLC] * glc / (p[KM_GLC] + glc) + mu / p[Y_XGLC];
  double ms_glc = p[M_GLC] * p[KM_GLC] / ((p[KM_GLC] + glc) * (p[KM_GLC] + glc));
  double mg = p[M_GLN] * gln / (p[KM_GLN] + gln);
  double mg_gln = p[M_GLN] * p[KM_GLN] / ((p[KM_GLN] + gln) * (p[KM_GLN] + gln));
  double ra = p[R_AMM] * amm / (p[KM_AMM] + amm);
  double ra_amm = p[R_AMM] * p[KM_AMM] / ((p[KM_AMM] + amm) * (p[KM_AMM] + amm));
  for (int j = 0; j < n; j++) {
    double mj = mu_by[j];
    double qsj = mj / p[Y_XGLC] + (j == 1 ? ms_glc : 0);
    J(0, j) = mj * xv;
    J(1, j) = -xv * qsj;
    J(2, j) = -xv * mj / p[Y_XGLN];
    J(3, j) = p[Y_LACGLC] * xv * qsj;
    J(4, j) = xv * p[Y_AMMGLN] * mj / p[Y_XGLN];
    J(5, j) = 0;
    J(6, j) = 0;
  }
  J(0, 0) += mu - mud - dil;
  J(0, 3) -= mud_lac * xv;
  J(0, 4) -= mud_amm * xv;
  J(0, 6) -= dil_v * xv;
  J(1, 0) -= qs;
  J(1, 1) -= dil;
  J(1, 6) += dil_v * (p[FEED_GLC] - glc);
  J(2, 0) -= mg + mu / p[Y_XGLN];
  J(2, 2) -= xv * mg_gln + p[D_GLN] + dil;
  J(2, 6) += dil_v * (p[FEED_GLN] - gln);
  J(3, 0) += p[Y_LACGLC] * qs;
  J(3, 3) -= dil;
  J(3, 6) -= dil_v * lac;
  J(4, 0) += p[Y_AMMGLN] * mu / p[Y_XGLN] - ra;
  J(4, 2) += p[D_GLN];
  J(4, 4) -= xv * ra_amm + dil;
  J(4, 6) -= dil_v * amm;
  J(5, 0) += p[Q_MAB];
  J(5, 5) -= dil;
  J(5, 6) -= dil_v * mab;
  if (c->oxygen) {
    for (int j = 0; j < n; j++) J(7, j) = 0;
    double o = Y(7);
    J(7, 0) = -p[Q_O2] * o / (p[KM_DO] + o);
    J(7, 6) = -dil_v * o;
    J(7, 7) = -p[KLA] - p[Q_O2] * xv * p[KM_DO] / ((p[KM_DO] + o) * (p[KM_DO] + o)) - dil;
  }
  return 0;
}

typedef struct {
  const double *draws;
  double *ends;
  long from, to;
  int oxygen;
  double rtol;
} Share;

static void *solve_share(void *argument) {
  Share *s = argument;
  int n = s->oxygen ? 8 : 7;
  SUNContext context;
  SUNContext_Create(NULL, &context);
  N_Vector y = N_VNew_Serial(n, context);
  SUNMatrix matrix = SUNDenseMatrix(n, n, context);
  SUNLinearSolver linear = SUNLinSol_Dense(y, matrix, context);
  SUNNonlinearSolver fixed = SUNNonlinSol_FixedPoint(y, 0, context);
  Cho c = {s->draws, 0, s->oxygen};
  void *cvode = CVodeCreate(s->oxygen ? CV_BDF : CV_ADAMS, context);
  check(CVodeInit(cvode, cho, 0, y), "CVodeInit");
  check(CVodeSStolerances(cvode, s->rtol, s->rtol * 1e-2), "tolerances");
  check(CVodeSetUserData(cvode, &c), "data");
  check(CVodeSetMaxNumSteps(cvode, 1000000), "steps");
  if (s->oxygen) {
    check(CVodeSetLinearSolver(cvode, linear, matrix), "linear solver");
    check(CVodeSetJacFn(cvode, cho_jac), "jacobian");
  } else {
    check(CVodeSetNonlinearSolver(cvode, fixed), "nonlinear solver");
  }
  static const double START[8] = {0.3, 30, 5, 0.5, 0.5, 0, 1000, 0.2};
  for (long i = s->from; i < s->to; i++) {
    c.p = s->draws + i * PARAMETERS;
    memcpy(NV_DATA_S(y), START, n * sizeof(double));
    for (int day = 0; day < 14;) {
      int next = day + 1;
      while (next < 14 && FEED[next] == FEED[day]) next++;
      c.feed = FEED[day];
      check(CVodeReInit(cvode, 24.0 * day, y), "restart");
      check(CVodeSetStopTime(cvode, 24.0 * next), "stop time");
      realtype t;
      check(CVode(cvode, 24.0 * next, y, &t, CV_NORMAL), "CVode");
      day = next;
    }
    memcpy(s->ends + i * n, NV_DATA_S(y), n * sizeof(double));
  }
  CVodeFree(&cvode);
  SUNNonlinSolFree(fixed);
  SUNLinSolFree(linear);
  SUNMatDestroy(matrix);
  N_VDestroy(y);
  SUNContext_Free(&context);
  return NULL;
}

static int cho_case(int oxygen, double rtol, char **arguments) {
  long count = atol(arguments[1]);
  int threads = atoi(arguments[2]);
  int n = oxygen ? 8 : 7;
  double *draws = malloc(count * PARAMETERS * sizeof(double));
  double *ends = malloc(count * n * sizeof(double));
  FILE *in = fopen(arguments[0], "rb");
  if (!in || fread(draws, sizeof(double), count * PARAMETERS, in) != (size_t)(count * PARAMETERS)) {
    fprintf(stderr, "cannot read %s\n", arguments[0]);
    return 2;
  }
  fclose(in);
  pthread_t ids[64];
  Share shares[64];
  clockid_t clock = threads > 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
  double began = now(clock);
  for (int k = 0; k < threads; k++) {
    shares[k] = (Share){draws, ends, count * k / threads, count * (k + 1) / threads, oxygen, rtol};
    pthread_create(&ids[k], NULL, solve_share, &shares[k]);
  }
  for (int k = 0; k < threads; k++) pthread_join(ids[k], NULL);
  printf("%.9e", (now(clock) - began) / count);
  for (int i = 0; i < n; i++) printf(" %.15e", ends[(count - 1) * n + i]);
  printf("\n");
  FILE *out = fopen(arguments[3], "wb");
  fwrite(ends, sizeof(double), count * n, out);
  fclose(out);
  return 0;
}

/* ---- standard stiff problems ---- */

static int rober(realtype t, N_Vector y, N_Vector ydot, void *data) {
  (void)t, (void)data;
  D(0) = -0.04 * Y(0) + 1e4 * Y(1) * Y(2);
  D(2) = 3e7 * Y(1) * Y(1);
  D(1) = -D(0) - D(2);
  return 0;
}

static int rober_jac(realtype t, N_Vector y, N_Vector fy, SUNMatrix jac, void *data, N_Vector a,
                     N_Vector b, N_Vector c) {
  (void)t, (void)fy, (void)data, (void)a, (void)b, (void)c;
  J(0, 0) = -0.04, J(0, 1) = 1e4 * Y(2), J(0, 2) = 1e4 * Y(1);
  J(2, 0) = 0, J(2, 1) = 6e7 * Y(1), J(2, 2) = 0;
  J(1, 0) = 0.04, J(1, 1) = -J(0, 1) - J(2, 1), J(1, 2) = -J(0, 2);
  return 0;
}

static int hires(realtype t, N_Vector y, N_Vector ydot, void *data) {
  (void)t, (void)data;
  D(0) = -1.71 * Y(0) + 0.43 * Y(1) + 8.32 * Y(2) + 0.0007;
  D(1) = 1.71 * Y(0) - 8.75 * Y(1);
  D(2) = -10.03 * Y(2) + 0.43 * Y(3) + 0.035 * Y(4);
  D(3) = 8.32 * Y(1) + 1.71 * Y(2) - 1.12 * Y(3);
  D(4) = -1.745 * Y(4) + 0.43 * Y(5) + 0.43 * Y(6);
  D(5) = -280 * Y(5) * Y(7) + 0.69 * Y(3) + 1.71 * Y(4) - 0.43 * Y(5) + 0.69 * Y(6);
  D(6) = 280 * Y(5) * Y(7) - 1.81 * Y(6);
  D(7) = -D(6);
  return 0;
}

static int hires_jac(realtype t, N_Vector y, N_Vector fy, SUNMatrix jac, void *data, N_Vector a,
                     N_Vector b, N_Vector c) {
  (void)t, (void)fy, (void)data, (void)a, (void)b, (void)c;
  SUNMatZero(jac);
  J(0, 0) = -1.71, J(0, 1) = 0.43, J(0, 2) = 8.32;
  J(1, 0) = 1.71, J(1, 1) = -8.75;
  J(2, 2) = -10.03, J(2, 3) = 0.43, J(2, 4) = 0.035;
  J(3, 1) = 8.32, J(3, 2) = 1.71, J(3, 3) = -1.12;
  J(4, 4) = -1.745, J(4, 5) = 0.43, J(4, 6) = 0.43;
  J(5, 3) = 0.69, J(5, 4) = 1.71, J(5, 5) = -280 * Y(7) - 0.43, J(5, 6) = 0.69;
  J(5, 7) = -280 * Y(5);
  J(6, 5) = 280 * Y(7), J(6, 6) = -1.81, J(6, 7) = 280 * Y(5);
  J(7, 5) = -J(6, 5), J(7, 6) = 1.81, J(7, 7) = -J(6, 7);
  return 0;
}

static int orego(realtype t, N_Vector y, N_Vector ydot, void *data) {
  (void)t, (void)data;
  D(0) = 77.27 * (Y(1) + Y(0) * (1 - 8.375e-6 * Y(0) - Y(1)));
  D(1) = (Y(2) - (1 + Y(0)) * Y(1)) / 77.27;
  D(2) = 0.161 * (Y(0) - Y(2));
  return 0;
}

static int orego_jac(realtype t, N_Vector y, N_Vector fy, SUNMatrix jac, void *data, N_Vector a,
                     N_Vector b, N_Vector c) {
  (void)t, (void)fy, (void)data, (void)a, (void)b, (void)c;
  J(0, 0) = 77.27 * (1 - 2 * 8.375e-6 * Y(0) - Y(1)), J(0, 1) = 77.27 * (1 - Y(0)), J(0, 2) = 0;
  J(1, 0) = -Y(1) / 77.27, J(1, 1) = -(1 + Y(0)) / 77.27, J(1, 2) = 1 / 77.27;
  J(2, 0) = 0.161, J(2, 1) = 0, J(2, 2) = -0.161;
  return 0;
}

static int vdpol(realtype t, N_Vector y, N_Vector ydot, void *data) {
  (void)t, (void)data;
  D(0) = Y(1);
  D(1) = 1000 * (1 - Y(0) * Y(0)) * Y(1) - Y(0);
  return 0;
}

static int vdpol_jac(realtype t, N_Vector y, N_Vector fy, SUNMatrix jac, void *data, N_Vector a,
                     N_Vector b, N_Vector c) {
  (void)t, (void)fy, (void)data, (void)a, (void)b, (void)c;
  J(0, 0) = 0, J(0, 1) = 1;
  J(1, 0) = -2000 * Y(0) * Y(1) - 1, J(1, 1) = 1000 * (1 - Y(0) * Y(0));
  return 0;
}

typedef struct {
  const char *name;
  int n;
  CVRhsFn f;
  CVLsJacFn jac;
  double end, atol;
  double start[8];
} Problem;

static const Problem PROBLEMS[] = {
    {"rober", 3, rober, rober_jac, 1e11, 1e-20, {1, 0, 0}},
    {"hires", 8, hires, hires_jac, 321.8122, 1e-12, {1, 0, 0, 0, 0, 0, 0, 0.0057}},
    {"orego", 3, orego, orego_jac, 360, 1e-8, {1, 2, 3}},
    {"vdpol", 2, vdpol, vdpol_jac, 2000, 1e-10, {2, 0}},
};

static int standard_case(const Problem *q, long repeats) {
  SUNContext context;
  SUNContext_Create(NULL, &context);
  N_Vector y = N_VNew_Serial(q->n, context);
  SUNMatrix matrix = SUNDenseMatrix(q->n, q->n, context);
  SUNLinearSolver linear = SUNLinSol_Dense(y, matrix, context);
  void *cvode = CVodeCreate(CV_BDF, context);
  check(CVodeInit(cvode, q->f, 0, y), "CVodeInit");
  check(CVodeSStolerances(cvode, 1e-8, q->atol), "tolerances");
  check(CVodeSetMaxNumSteps(cvode, 1000000), "steps");
  check(CVodeSetLinearSolver(cvode, linear, matrix), "linear solver");
  check(CVodeSetJacFn(cvode, q->jac), "jacobian");
  double began = now(CLOCK_PROCESS_CPUTIME_ID);
  for (long r = 0; r < repeats; r++) {
    memcpy(NV_DATA_S(y), q->start, q->n * sizeof(double));
    check(CVodeReInit(cvode, 0, y), "restart");
    check(CVodeSetStopTime(cvode, q->end), "stop time");
    realtype t;
    check(CVode(cvode, q->end, y, &t, CV_NORMAL), "CVode");
  }
  printf("%.9e", (now(CLOCK_PROCESS_CPUTIME_ID) - began) / repeats);
  for (int i = 0; i < q->n; i++) printf(" %.15e", Y(i));
  long steps = 0, f = 0;
  CVodeGetNumSteps(cvode, &steps);
  CVodeGetNumRhsEvals(cvode, &f);
  printf("\n");
  fprintf(stderr, "%s: %ld steps, %ld evaluations\n", q->name, steps, f);
  return 0;
}

int main(int count, char **arguments) {
  if (count == 6 && !strcmp(arguments[1], "cho-stiff")) return cho_case(1, 1e-8, arguments + 2);
  if (count == 6 && !strcmp(arguments[1], "cho-stiff-tight"))
    return cho_case(1, 1e-12, arguments + 2);
  if (count == 6 && !strcmp(arguments[1], "cho-nonstiff")) return cho_case(0, 1e-8, arguments + 2);
  for (size_t i = 0; count == 3 && i < sizeof PROBLEMS / sizeof *PROBLEMS; i++)
    if (!strcmp(arguments[1], PROBLEMS[i].name))
      return standard_case(&PROBLEMS[i], atol(arguments[2]));
  fprintf(stderr, "see the head of the source\n");
  return 2;
}
