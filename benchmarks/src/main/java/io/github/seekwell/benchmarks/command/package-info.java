/**
 * What the jobs' programs have in common, whatever they do: how they read a command line, how they
 * end, and how they put a file where others look for it.
 */
@NullMarked
package io.github.seekwell.benchmarks.command;

import org.jspecify.annotations.NullMarked;
