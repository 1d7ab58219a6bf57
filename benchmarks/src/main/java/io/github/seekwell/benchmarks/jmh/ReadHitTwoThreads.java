package io.github.seekwell.benchmarks.jmh;

import org.openjdk.jmh.annotations.Threads;

/** The same by two threads, each with its own stream of the one file. */
@Threads(2)
public class ReadHitTwoThreads extends ReadHit {}
