/** Tests of the OCI client: values alone, single scripted answers, and the contract of stores. */
@NullMarked
package io.github.seekwell.oci.client;

import org.jspecify.annotations.NullMarked;
