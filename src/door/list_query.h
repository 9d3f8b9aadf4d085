// ListQuery: the query parameters of every list: limit, order, after, before, and filters.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "door/reply.h"
#include "json/writer.h"
#include "store/page.h"

namespace bearward::door {

// FilterValues are the values of one filter, in the order sent.
struct FilterValues {
  std::string_view name;
  std::vector<std::string> values;
};

// ListQuery is a parsed query. `filters` contains the filters that the query has.
struct ListQuery {
  store::PageRequest page;
  std::vector<FilterValues> filters;

  // Find returns the values of a filter; nullptr if the query does not have it.
  const std::vector<std::string>* Find(std::string_view name) const;
  // One returns the value of a filter that takes one; nullopt if the query does not have it.
  // kInvalid "repeated_parameter" if there are several.
  base::Result<std::optional<std::string>> One(std::string_view name) const;
  // Time does the same for a filter that is a time; also kInvalid "wrong_type".
  base::Result<std::optional<base::Time>> Time(std::string_view name) const;
};

// ParseListQuery reads a query. A filter may have several values, in any of the four encodings that
// clients use: `k=a,b`, `k=a&k=b`, `k[]=a&k[]=b`, `k[0]=a&k[1]=b`. kInvalid, with the name in
// `fields`: "malformed_query", "repeated_parameter", "wrong_type" and "invalid_limit" (1 to
// store::kLongestPage), "invalid_order", "too_many_values" (more than model::kMostItems), and
// "unknown_parameter" if `strict`, because a list without a misspelt filter would have more rows
// than the client expects. `filters` are literals.
base::Result<ListQuery> ParseListQuery(std::string_view query,
                                       std::span<const std::string_view> filters, bool strict);

// ListWriter writes {"object":"list","data":[...],"list_metadata":{"before":...,"after":...}}.
// Write the items to items(), each as one value.
class ListWriter {
 public:
  ListWriter();
  json::Writer& items() { return writer_; }
  // Finish returns the response; call it last.
  Reply Finish(const store::PageEnds& ends);

 private:
  std::string text_;
  json::Writer writer_{text_};
};

}  // namespace bearward::door
