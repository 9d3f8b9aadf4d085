// Address: how a request refers to a row of a described resource.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/table.h"

namespace bearward::resource {

// Address is the value of the field Record::AddressName, and the parents in the path. Each filter
// in `within` has exactly one value, which the row must have.
struct Address {
  // A text alone is an address without a parent.
  template <std::convertible_to<std::string_view> Text>
  Address(const Text& id)  // NOLINT(google-explicit-constructor): an id is an address
      : text(std::string_view(id)) {}
  Address(std::string_view id, std::vector<store::Filter> parents)
      : text(id), within(std::move(parents)) {}

  std::string text;
  std::vector<store::Filter> within = {};
};

}  // namespace bearward::resource
