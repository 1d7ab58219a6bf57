/**
 * The dimuon job: pairs of opposite-charge muons, their invariant mass, and the Z boson's peak in
 * it. {@code MuonLayout} knows how trees hold muons, {@code Reduction} has Spark go through the
 * events, and {@code DimuonReport} shows the result beside what reading has cost.
 */
@NullMarked
package io.github.seekwell.benchmarks.dimuon;

import org.jspecify.annotations.NullMarked;
