#include "audit_logs/events.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "store/audit_logs.h"

namespace bearward::audit_logs {
namespace {

using enum model::EventType;
using resource::Page;

const model::AuditLogEvent& EventIn(const model::AnyRow& row) {
  return *static_cast<const model::AuditLogEvent*>(row.get());
}

// Collected are the selected events of the pages that were read so far.
class Collected {
 public:
  Collected(const EventFilter& filter, const store::PageRequest& request)
      : filter_(filter),
        request_(request),
        exchanged_(request.order == store::Order::kNormal),
        forward_(exchanged_ ? !request.after : !request.before) {}

  bool full() const { return std::cmp_greater_equal(rows_.size(), request_.limit); }

  // Ahead returns the cursor in the direction of reading, of a request or of the ends of a page.
  template <class T>
  std::optional<std::string>& Ahead(T& ends) const {
    return forward_ != exchanged_ ? ends.after : ends.before;
  }

  base::Status Add(Page page) {
    std::vector<model::AnyRow> selected;
    for (model::AnyRow& row : page.rows) {
      BW_TRY_ASSIGN(const bool fits, Selects(filter_, EventIn(row)));
      if (fits) selected.push_back(std::move(row));
    }
    rows_.insert(forward_ ? rows_.end() : rows_.begin(), std::make_move_iterator(selected.begin()),
                 std::make_move_iterator(selected.end()));
    if (first_) {
      ends_ = page.ends;
    } else {
      Ahead(ends_) = Ahead(page.ends);
    }
    first_ = false;
    return {};
  }

  // next returns the cursor of the next page, nullopt at the end of the list.
  const std::optional<std::string>& next() { return Ahead(ends_); }

  // Finish cuts what exceeds the limit; the next page begins there.
  Page Finish() && {
    const auto limit = static_cast<std::size_t>(request_.limit);
    if (rows_.size() > limit) {
      const auto excess = static_cast<std::ptrdiff_t>(rows_.size() - limit);
      const auto begin = forward_ ? rows_.end() - excess : rows_.begin();
      rows_.erase(begin, begin + excess);
      Ahead(ends_) = EventIn(forward_ ? rows_.back() : rows_.front()).id;
    }
    return {.rows = std::move(rows_), .ends = std::move(ends_)};
  }

 private:
  const EventFilter& filter_;
  const store::PageRequest& request_;
  const bool exchanged_;
  const bool forward_;
  std::vector<model::AnyRow> rows_;
  store::PageEnds ends_;
  bool first_ = true;
};

}  // namespace

// Nothing changes an event, so the types of its changes are never used.
Events::Events(const resource::Parts& parts, std::string_view permission)
    : VerbsOf(model::kAuditLogEvent,
              {.read = permission,
               .write = {},
               .events = {kAuditLogExportCreated, kAuditLogExportCreated, kAuditLogExportCreated}},
              parts) {}

base::Result<Page> Events::ListOf(const model::Caller& caller, const std::string& organization,
                                  const EventRange& range, store::PageQuery query) const {
  if (range.from) query.conditions.push_back(store::OccurredFrom(*range.from));
  if (range.to) query.conditions.push_back(store::OccurredBefore(*range.to));
  return List(caller, std::move(query),
              {{record().Find(model::kOrganizationField), {organization}}});
}

base::Result<Page> Events::Search(const model::Caller& caller, const EventFilter& filter,
                                  const store::PageRequest& page) const {
  Collected collected(filter, page);
  store::PageQuery query;
  static_cast<store::PageRequest&>(query) = page;
  query.limit = store::kLongestPage;
  for (int scanned = 0; scanned < kMostScanned; scanned += query.limit) {
    BW_TRY_ASSIGN(Page read, List(caller, query));
    BW_TRY(collected.Add(std::move(read)));
    if (collected.full() || !collected.next()) break;
    collected.Ahead(query) = collected.next();
  }
  return std::move(collected).Finish();
}

}  // namespace bearward::audit_logs
