// Burst: a thread that does several things in a row wakes those who wait for them once, at the end.
// Where one core serves all, each wake by itself would cost two switches of threads.
#pragma once

#include <functional>
#include <vector>

namespace bearward::base {

// Burst belongs to the thread that makes it, until its end. One within another is part of it.
class Burst {
 public:
  Burst();
  ~Burst();
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;

  // AtEnd has `wake` called when the burst of the calling thread ends; false, and nothing is kept,
  // when the thread is in none. `wake` must not throw.
  static bool AtEnd(std::move_only_function<void()> wake);

 private:
  std::vector<std::move_only_function<void()>> wakes_;
  bool is_outer_;
};

}  // namespace bearward::base
