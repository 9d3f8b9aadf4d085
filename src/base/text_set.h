// TextSet: an immutable sorted set of texts; copies share the elements.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared.h"

namespace bearward::base {

// SortedUnique returns the texts sorted and without duplicates.
std::vector<std::string> SortedUnique(std::vector<std::string> texts);

// TextSet is equal to every other set of the same texts. Safe to read from any thread.
class TextSet {
 public:
  using value_type = std::string;
  using const_iterator = std::vector<std::string>::const_iterator;

  TextSet() = default;
  // TextSet accepts the texts in any order; duplicates count once.
  TextSet(std::vector<std::string> texts);  // NOLINT(google-explicit-constructor): a list is a set
  TextSet(std::initializer_list<std::string> texts);

  const std::vector<std::string>& texts() const { return *texts_; }
  const_iterator begin() const { return texts().begin(); }
  const_iterator end() const { return texts().end(); }
  std::size_t size() const { return texts().size(); }
  bool empty() const { return texts().empty(); }
  bool Contains(std::string_view text) const;
  bool operator==(const TextSet& other) const = default;
  friend bool operator==(const TextSet& set, const std::vector<std::string>& texts) {
    return set.texts() == texts;
  }

 private:
  Common<std::vector<std::string>> texts_;
};

}  // namespace bearward::base
