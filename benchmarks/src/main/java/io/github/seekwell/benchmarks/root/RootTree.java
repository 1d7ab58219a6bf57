package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.root_proxy.Proxy;
import edu.vanderbilt.accre.laurelin.root_proxy.ProxyArray;
import edu.vanderbilt.accre.laurelin.root_proxy.TBranch;
import edu.vanderbilt.accre.laurelin.root_proxy.TFile;
import edu.vanderbilt.accre.laurelin.root_proxy.TTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A TTree: events with branches. For one thread. */
public final class RootTree {
  private final RootFile file;
  private final TTree tree;
  private final Map<String, TBranch> branches = new LinkedHashMap<>();
  private final Map<String, RootBranch> read = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();

  RootTree(RootFile file, Proxy object, TFile laurelin) {
    this.file = file;
    this.tree = new TTree(object, laurelin);
    for (TBranch branch : tree.getBranches()) {
      branches.put(branch.getName(), branch);
    }
    for (Proxy branch : (ProxyArray) object.getProxy("fBranches")) {
      String name = branch.<String>getScalar("fName").getVal();
      if (!branches.containsKey(name)) {
        unknown.add(name);
      }
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

  /** The names of its other top branches: strings, objects, and groups of them. */
  public List<String> unknownBranchNames() {
    return Collections.unmodifiableList(unknown);
  }

  /**
   * What a branch holds of each event.
   *
   * @throws UnsupportedRootFileException as {@link #branch} does
   */
  public BranchType type(String name) throws UnsupportedRootFileException {
    return RootBranch.typeOf(file, known(name), entries());
  }

  /** What the file's author wrote about a branch. */
  public String title(String name) throws UnsupportedRootFileException {
    return known(name).getTitle();
  }

  /**
   * A branch.
   *
   * @throws UnsupportedRootFileException when there is none of that name, or the reader does not
   *     take it
   */
  public RootBranch branch(String name) throws UnsupportedRootFileException {
    RootBranch branch = read.get(name);
    if (branch == null) {
      branch = RootBranch.of(file, known(name), entries());
      read.put(name, branch);
    }
    return branch;
  }

  /**
   * Says which branches will be read of which events, so that a store may bring them all at once.
   *
   * @param names those that the tree has not, or the reader does not take, are left out
   * @param first event
   * @param end one past the last event
   */
  public void announce(Collection<String> names, long first, long end) throws IOException {
    List<BasketRange> baskets = new ArrayList<>();
    for (String name : names) {
      try {
        baskets.addAll(branch(name).baskets(first, end));
      } catch (UnsupportedRootFileException e) {
        // Whoever reads it will hear of that.
      }
    }
    file.announce(baskets);
  }

  private TBranch known(String name) throws UnsupportedRootFileException {
    TBranch branch = branches.get(name);
    if (branch != null) {
      return branch;
    }
    throw file.unsupported(
        unknown.contains(name)
            ? "branch " + name + " holds objects, not plain numbers"
            : "tree " + name() + " has no branch " + name);
  }
}
