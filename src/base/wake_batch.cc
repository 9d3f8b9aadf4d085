#include "base/wake_batch.h"

#include <utility>

namespace bearward::base {
namespace {

thread_local WakeBatch* current = nullptr;

}  // namespace

WakeBatch::WakeBatch() : is_outer_(current == nullptr) {
  if (is_outer_) current = this;
}

WakeBatch::~WakeBatch() {
  if (!is_outer_) return;
  current = nullptr;
  for (auto& wake : wakes_) wake();
}

bool WakeBatch::AtEnd(std::move_only_function<void()> wake) {
  if (current == nullptr) return false;
  current->wakes_.push_back(std::move(wake));
  return true;
}

}  // namespace bearward::base
