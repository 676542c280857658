package io.veritwin.twin.integration;

/**
 * A system of ordinary differential equations with its exact Jacobian.
 *
 * <p>The state is made of blocks of equal size. Each block's rates depend on the block itself by
 * the same Jacobian; what depends on other blocks (sensitivities depend on the states) is left to
 * the iteration of an implicit method. A plain system is one block.
 */
public interface StiffSystem extends OdeSystem {

  /** Size of a block; {@link #dimension()} is a multiple of it. */
  default int blockSize() {
    return dimension();
  }

  /** Diagonals of the Jacobian below the main one that are not always zero; few in a column. */
  default int lowerBandwidth() {
    return blockSize() - 1;
  }

  /** Diagonals of the Jacobian above the main one that are not always zero. */
  default int upperBandwidth() {
    return blockSize() - 1;
  }

  /** Derivative of the rates of a block by the block, {@code dfdy[i][j] = df_i / dy_j}. */
  void jacobian(double t, double[] y, double[][] dfdy);
}
