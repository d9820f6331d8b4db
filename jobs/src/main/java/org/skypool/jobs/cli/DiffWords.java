package org.skypool.jobs.cli;

import java.util.Optional;

/**
 * What to compare, and how to show it.
 *
 * @param first a release: name, {@code current}, or another output folder
 * @param second another
 * @param top how many of the objects that moved most
 * @param json file that gets the difference as JSON, {@code -} for the output in place of text
 */
public record DiffWords(String first, String second, int top, Optional<String> json) {}
