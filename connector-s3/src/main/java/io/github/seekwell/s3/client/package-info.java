/** S3 as a store: the AWS SDK over our own HTTP engine, and no Hadoop. */
@NullMarked
package io.github.seekwell.s3.client;

import org.jspecify.annotations.NullMarked;
