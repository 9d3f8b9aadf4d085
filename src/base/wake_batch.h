// WakeBatch: batches wake-ups. A thread that completes several operations in a row wakes the
// waiting threads once, at the end. On a single core, each separate wake-up would cost two context
// switches.
#pragma once

#include <functional>
#include <vector>

namespace bearward::base {

// WakeBatch must be created and destroyed on the same thread. A nested one joins the outer one.
class WakeBatch {
 public:
  WakeBatch();
  ~WakeBatch();
  WakeBatch(const WakeBatch&) = delete;
  WakeBatch& operator=(const WakeBatch&) = delete;

  // AtEnd defers `wake` until the outermost burst of the calling thread ends. Returns false, and
  // does not keep `wake`, if the thread has no burst. `wake` must not throw.
  static bool AtEnd(std::move_only_function<void()> wake);

 private:
  std::vector<std::move_only_function<void()>> wakes_;
  bool is_outer_;
};

}  // namespace bearward::base
