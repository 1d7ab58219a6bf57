/** Tests of {@code s3a://} and {@code s3://} as users have them. */
@NullMarked
package io.github.seekwell.s3;

import org.jspecify.annotations.NullMarked;
