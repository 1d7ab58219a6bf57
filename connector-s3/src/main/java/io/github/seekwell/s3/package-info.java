/**
 * The room of {@code s3a://} and {@code s3://}: twin of {@code io.github.seekwell.oci}, on the AWS
 * SDK over the same HTTP engine. Nothing lives here yet; the plugin registers the schemes as soon
 * as their classes are in the jar.
 */
@NullMarked
package io.github.seekwell.s3;

import org.jspecify.annotations.NullMarked;
