package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.root_proxy.TBranch;
import edu.vanderbilt.accre.laurelin.root_proxy.TTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A TTree: events with branches. */
public final class RootTree {
  private final RootFile file;
  private final TTree tree;
  private final Map<String, TBranch> branches = new LinkedHashMap<>();

  RootTree(RootFile file, TTree tree) {
    this.file = file;
    this.tree = tree;
    for (TBranch branch : tree.getBranches()) {
      branches.put(branch.getName(), branch);
    }
  }

  public RootFile file() {
    return file;
  }

  public String name() {
    return tree.getName();
  }

  /** How many events it holds. */
  public long entries() {
    return tree.getEntries();
  }

  /** The names of its top branches that the reader knows how to look at. */
  public Set<String> branchNames() {
    return Collections.unmodifiableSet(branches.keySet());
  }

  /**
   * A branch.
   *
   * @throws UnsupportedRootFileException when there is none of that name, or the reader does not
   *     take it
   */
  public RootBranch branch(String name) throws UnsupportedRootFileException {
    TBranch branch = branches.get(name);
    if (branch == null) {
      throw file.unsupported("tree " + name() + " has no branch " + name);
    }
    return RootBranch.of(file, branch, entries());
  }
}
