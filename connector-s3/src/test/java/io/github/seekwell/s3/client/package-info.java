/** Tests of the client: scripted single answers, and the contract over the wire. */
@NullMarked
package io.github.seekwell.s3.client;

import org.jspecify.annotations.NullMarked;
