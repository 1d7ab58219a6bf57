/** Tests of the S3 client: values alone, single scripted answers, and the contract of stores. */
@NullMarked
package io.github.seekwell.s3.client;

import org.jspecify.annotations.NullMarked;
