package io.veritwin.twin.forecast;

/**
 * The course an output is expected to take.
 *
 * @param outputId the output
 * @param indicatorId the output that tells how far a batch has come, by which good batches were
 *     aligned
 * @param band of good batches
 */
public record ExpectedCourse(String outputId, String indicatorId, GoldenBatch band) {}
