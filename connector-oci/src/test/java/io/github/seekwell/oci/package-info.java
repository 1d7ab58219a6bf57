/** Tests of {@code oci://} as Hadoop meets it. */
@NullMarked
package io.github.seekwell.oci;

import org.jspecify.annotations.NullMarked;
