/**
 * Places on the disks of this machine.
 *
 * <p>What is written there is the user's alone ({@link
 * io.github.seekwell.core.local.PrivateFiles}), and one process's as long as it runs ({@link
 * io.github.seekwell.core.local.Slot}), so that what a killed one has left can be told from what is
 * in use.
 */
@NullMarked
package io.github.seekwell.core.local;

import org.jspecify.annotations.NullMarked;
