// Views: frozen views of reports, which do not change while a client reads their pages.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/words.h"
#include "model/caller.h"
#include "model/partner_result.h"
#include "partner_data/reports.h"
#include "store/store.h"

namespace bearward::partner_data {

// A view lives for kLongestView hours at most. Its status is readable for kKeptView longer.
// kMostViews limits the live views of an organization, kLargestView the bytes of the rows of one.
inline constexpr std::int64_t kLongestView = 24;
inline constexpr std::chrono::hours kKeptView{24};
inline constexpr std::int64_t kMostViews = 50;
inline constexpr std::size_t kLargestView = std::size_t{16} << 20;

// ViewStatus has the words of the vendor. A view is built before its id is returned, so that it is
// never pending.
enum class ViewStatus : std::uint8_t { kPending, kRunning, kSuccess, kFailed, kDeleted };

// View is a view without its rows.
struct View {
  std::int64_t id = 0;
  std::int64_t report = 0;
  std::string name = {};  // of the report
  std::int64_t version = 0;
  std::int64_t rows = 0;
  ViewStatus status = ViewStatus::kSuccess;
  base::Time created_at = {};
  base::Time expires_at = {};
};

// ViewOf reads a stored view: kInternal if the row is damaged.
base::Result<View> ViewOf(const model::PartnerResult& row, base::Time now);

// ViewRows is a page of the rows of a view, one JSON object each.
struct ViewRows {
  std::int64_t version = 0;
  std::vector<std::string> rows;
  bool ended = true;
};

// Views is safe from any thread. A view belongs to the organization that prepared it, and is
// readable while its report is: kNotFound "view_not_found", else the errors of FindReport.
class Views {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Views(Parts parts) : parts_(parts) {}

  // Prepare computes the rows of a report in one transaction and returns the id of the view.
  // kInvalid "invalid_field" for hours out of 1 to kLongestView, "view_too_large"; kLimited
  // "too_many_views".
  base::Result<std::int64_t> Prepare(const model::Caller& caller, std::int64_t report,
                                     std::int64_t hours) const;
  // Read returns a view, also a deleted one.
  base::Result<View> Read(const model::Caller& caller, std::int64_t view) const;
  // Rows returns a page of a view that is not deleted.
  base::Result<ViewRows> Rows(const model::Caller& caller, std::int64_t view,
                              const ReportPage& page) const;

 private:
  Parts parts_;
};

}  // namespace bearward::partner_data

template <>
struct bearward::base::WordsOf<bearward::partner_data::ViewStatus> {
  static constexpr std::array<std::string_view, 5> kWords = {"PENDING", "RUNNING", "SUCCESS",
                                                             "FAILED", "DELETED"};
};
