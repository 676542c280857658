package io.veritwin.lifecycle.assignment;

import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.twin.model.ProcessModel;
import java.util.List;

/**
 * A version that may compute for one unit, product and use now: effective, assigned, and running
 * the code and parameters that were approved. It can only be had from {@link EffectiveModels}.
 */
public final class EffectiveModel {

  private final String versionName;
  private final String digest;
  private final ProcessModel model;
  private final double[] parameters;
  private final double[][] covariance;
  private final List<MeasuredNoise> noise;
  private final List<DomainRange> domain;
  private final IntendedUse intendedUse;
  private final String assignment;
  private final boolean synthetic;

  EffectiveModel(
      String versionName,
      String digest,
      ProcessModel model,
      double[] parameters,
      double[][] covariance,
      List<MeasuredNoise> noise,
      List<DomainRange> domain,
      IntendedUse intendedUse,
      String assignment,
      boolean synthetic) {
    this.versionName = versionName;
    this.digest = digest;
    this.model = model;
    this.parameters = parameters.clone();
    this.covariance = covariance;
    this.noise = List.copyOf(noise);
    this.domain = List.copyOf(domain);
    this.intendedUse = intendedUse;
    this.assignment = assignment;
    this.synthetic = synthetic;
  }

  /** "CHO-FB 1.0". */
  public String versionName() {
    return versionName;
  }

  /** SHA-256 of the approved version. */
  public String digest() {
    return digest;
  }

  /** The structure, as it runs. */
  public ProcessModel model() {
    return model;
  }

  /** In the order of the structure. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** Covariance of all parameters in the order of the structure; zero where one is fixed. */
  public double[][] covariance() {
    double[][] copy = new double[covariance.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = covariance[i].clone();
    }
    return copy;
  }

  public List<MeasuredNoise> noise() {
    return noise;
  }

  /** Where it may be used; outside, an answer is extrapolation. */
  public List<DomainRange> domain() {
    return domain;
  }

  public IntendedUse intendedUse() {
    return intendedUse;
  }

  /** True when the intended use claims the version credible for this output. */
  public boolean credibleFor(String outputId) {
    return intendedUse.credibleOutputs().contains(outputId);
  }

  /** Number of the assignment, "AS-4". */
  public String assignment() {
    return assignment;
  }

  /** True when its evidence rests on synthetic data, to be said wherever it is named. */
  public boolean synthetic() {
    return synthetic;
  }
}
