#include "base/burst.h"

#include <utility>

namespace bearward::base {
namespace {

thread_local Burst* current = nullptr;

}  // namespace

Burst::Burst() : is_outer_(current == nullptr) {
  if (is_outer_) current = this;
}

Burst::~Burst() {
  if (!is_outer_) return;
  current = nullptr;
  for (auto& wake : wakes_) wake();
}

bool Burst::AtEnd(std::move_only_function<void()> wake) {
  if (current == nullptr) return false;
  current->wakes_.push_back(std::move(wake));
  return true;
}

}  // namespace bearward::base
