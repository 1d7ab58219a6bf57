/**
 * Hadoop's own contract suites, bound to a bucket of whatever scheme {@code core-site.xml} names.
 *
 * <p>Not compiled with the other tests: SuitesIT compiles these sources against one Hadoop's
 * unshaded {@code hadoop-common} and its test-jar, with the JUnit that Hadoop uses, and runs them
 * in a JVM with the one jar. They are written for Jupiter, as Hadoop 3.5 has it; for the JUnit 4 of
 * Hadoop 3.4 SuitesIT replaces the names of the annotations. So: Jupiter's {@code Test}, {@code
 * BeforeEach} and {@code AfterEach} and nothing else of JUnit; assertions are AssertJ's, of a
 * version that is six years old. An overriding test needs its annotation again.
 */
package io.github.seekwell.contract;
