package io.github.seekwell.benchmarks.replay;

/**
 * What the store counted.
 *
 * @param requests of all kinds
 * @param bytes sent in answers, as far as they were handed to the network
 * @param connections opened
 */
public record Cost(long requests, long bytes, long connections) {}
