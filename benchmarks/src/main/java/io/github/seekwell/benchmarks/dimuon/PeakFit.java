package io.github.seekwell.benchmarks.dimuon;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;

/**
 * The Z boson's peak as a Breit-Wigner line over a straight background, fitted to the pairs in bins
 * of 1 GeV by least squares (Levenberg-Marquardt of Commons Math, which every Spark brings). Each
 * bin counts with one over its pairs and is compared with the line's integral over it, so that bins
 * nearly as wide as the peak do no harm. The width is that of the boson, 2.5 GeV, with the
 * detector's resolution in it. Errors take every pair for an event of its own: in files of copies
 * they are too small, and the sum of squares too large, as often as the copies are many.
 *
 * @param mass position of the peak, in GeV
 * @param width full width at half maximum, in GeV
 * @param height of the peak over the background, in pairs a GeV
 * @param background at 91 GeV, in pairs a GeV
 * @param slope of the background, in pairs a GeV and GeV
 * @param massError one standard deviation
 * @param widthError one standard deviation
 * @param chiSquare sum of the weighted squares, by degree of freedom
 */
record PeakFit(
    double mass,
    double width,
    double height,
    double background,
    double slope,
    double massError,
    double widthError,
    double chiSquare) {

  /** Where the fit begins, in GeV, and where it ends. */
  static final int LOW = 71;

  static final int HIGH = 111;

  private static final int CENTRE = 91;
  private static final int PARAMETERS = 5;
  private static final int LEAST_PAIRS = 100;
  private static final int ROUNDS = 200;
  private static final double WIDEST = 20;

  /** Fits the peak that was found; empty where there are too few pairs, or no line fits. */
  static Optional<PeakFit> of(MassHistogram masses, Peak found) {
    if (found.pairs() < LEAST_PAIRS) {
      return Optional.empty();
    }
    int bins = HIGH - LOW;
    double[] counts = new double[bins];
    double[] weights = new double[bins];
    for (int i = 0; i < bins; i++) {
      counts[i] = masses.between(LOW + i, LOW + i + 1);
      weights[i] = 1 / Math.max(1, counts[i]);
    }
    try {
      LeastSquaresOptimizer.Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .start(new double[] {found.position(), 4, found.pairs() / 6.0, 1, 0})
                      .model(point -> line(point.toArray()))
                      .target(counts)
                      .weight(new DiagonalMatrix(weights))
                      .maxEvaluations(ROUNDS)
                      .maxIterations(ROUNDS)
                      .build());
      return believable(optimum, bins);
    } catch (MathIllegalStateException | SingularMatrixException e) {
      return Optional.empty(); // it does not converge: these pairs are no such line
    }
  }

  private static Optional<PeakFit> believable(LeastSquaresOptimizer.Optimum optimum, int bins) {
    double[] p = optimum.getPoint().toArray();
    double width = Math.abs(p[1]);
    if (p[0] < LOW || p[0] > HIGH || width > WIDEST || p[2] <= 0) {
      return Optional.empty();
    }
    double[] errors = optimum.getSigma(1e-12).toArray();
    double chiSquare = optimum.getCost() * optimum.getCost() / (bins - PARAMETERS);
    return Optional.of(new PeakFit(p[0], width, p[2], p[3], p[4], errors[0], errors[1], chiSquare));
  }

  /** What each bin has by these parameters, and how that changes with each of them. */
  private static Pair<RealVector, RealMatrix> line(double... p) {
    int bins = HIGH - LOW;
    double[] values = new double[bins];
    double[][] slopes = new double[bins][PARAMETERS];
    for (int i = 0; i < bins; i++) {
      double from = 2 * (LOW + i - p[0]) / p[1];
      double to = 2 * (LOW + i + 1 - p[0]) / p[1];
      double angle = Math.atan(to) - Math.atan(from);
      double flank = 1 / (1 + to * to) - 1 / (1 + from * from);
      double tilt = to / (1 + to * to) - from / (1 + from * from);
      double offset = LOW + i + 0.5 - CENTRE;
      values[i] = p[2] * p[1] / 2 * angle + p[3] + p[4] * offset;
      slopes[i] =
          new double[] {-p[2] * flank, p[2] / 2 * (angle - tilt), p[1] / 2 * angle, 1, offset};
    }
    return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
  }

  /** The fitted line, in pairs a GeV. */
  double at(double gev) {
    double u = 2 * (gev - mass) / width;
    return height / (1 + u * u) + background + slope * (gev - CENTRE);
  }

  /** How many pairs are in the peak where it was fitted, background left out. */
  double pairs() {
    double right = Math.atan(2 * (HIGH - mass) / width);
    double left = Math.atan(2 * (LOW - mass) / width);
    return height * width / 2 * (right - left);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Breit-Wigner over a straight background: mass %.2f ± %.2f GeV, width %.2f ± %.2f GeV,"
            + " %,.0f pairs, χ²/ndf %.1f",
        mass,
        massError,
        width,
        widthError,
        pairs(),
        chiSquare);
  }
}
