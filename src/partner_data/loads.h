// Loads: bulk loads of rows into the objects of an integration (contracts: WorkSpan 2.6).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "model/caller.h"
#include "model/partner_result.h"
#include "partner_data/load_table.h"
#include "store/store.h"

namespace bearward::partner_data {

// A file is readable for kKeptFile after its upload URL was made, and the result of a load for
// kKeptLoad. kMostFiles limits the unused upload URLs of an organization.
inline constexpr std::chrono::hours kKeptFile{1};
inline constexpr std::chrono::hours kKeptLoad{24 * 30};
inline constexpr std::int64_t kMostFiles = 100;
// kMostWaiting limits the loads of an organization whose rows wait, kRowsOfPiece the rows that
// LoadWorker applies in one transaction.
inline constexpr std::int64_t kMostWaiting = 10;
inline constexpr std::size_t kRowsOfPiece = 100;
// kMostFaults limits the faults of a load that are stored. All are counted.
inline constexpr std::int64_t kMostFaults = 1'000;

// LoadSource is the text of a load, or the token of a file that was uploaded. Without a format,
// that of the file name counts, else CSV.
struct LoadSource {
  std::string_view text;
  std::string file_name = {};
  std::string file_token = {};
  std::optional<DataFormat> format = std::nullopt;
  char delimiter = ',';
  bool has_header = true;
};

// LoadStart is the response to a load.
struct LoadStart {
  std::string integration;
  std::string execution;
  base::Time created_at;
  DataFormat format = DataFormat::kCsv;
};

// LoadFault is a row that was not loaded. `id` is its key, "" if it has none.
struct LoadFault {
  std::string id;
  std::string message;
  json::Value row;
};

// LoadResult is the result of a load. Rows that change nothing, and rows without an object in an
// integration that creates none, are skipped. While the load is running, `input` has all its rows,
// the other numbers those that are applied, and completed_at is the time of the last of them.
struct LoadResult {
  std::string integration;
  std::string execution;
  bool running = false;
  std::int64_t input = 0;
  std::int64_t errors = 0;
  std::int64_t loaded = 0;
  std::int64_t skipped = 0;
  base::Time started_at;
  base::Time completed_at;
  std::vector<LoadFault> faults;
};

// ResultOf reads a stored load with at most `faults` of its faults.
LoadResult ResultOf(const model::PartnerResult& row, std::size_t faults);

// UploadUrl has the token of a new upload URL, which is its last segment.
struct UploadUrl {
  std::string token;
};

// Loads is safe from any thread. Its callers are applications whose profile allows to write the
// kind of the integration's objects. An integration belongs to the organization of the caller:
// kNotFound "integration_not_found". A request applies kMostRowsAtOnce rows in one transaction.
// The rows of a larger load, and of one that follows a load of the organization which is running,
// are stored, and LoadWorker applies them.
class Loads {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Loads(Parts parts) : parts_(parts) {}

  // Load reads and loads the rows. A row is loaded as a whole or is a fault of the result. Errors
  // of ReadTable; kNotFound "file_not_found" for a token without a file; with `kind`, kInvalid
  // "wrong_integration" for an integration of other objects; kLimited "too_many_loads".
  base::Result<LoadStart> Load(const model::Caller& caller, const std::string& integration,
                               const LoadSource& source, std::string_view kind = {}) const;
  // MakeUploadUrl: kInvalid "invalid_field" for a file name without a known extension, kLimited
  // "too_many_files".
  base::Result<UploadUrl> MakeUploadUrl(const model::Caller& caller, const std::string& integration,
                                        const std::string& file_name) const;
  // Upload stores the bytes of a file, once. The token is the only credential. kNotFound
  // "file_not_found".
  base::Status Upload(std::string_view token, std::string_view bytes) const;
  // LoadAccounts loads rows with accounts of partners; the column account_id is the key of a row.
  base::Result<LoadResult> LoadAccounts(const model::Caller& caller,
                                        const std::vector<json::Object>& rows) const;
  // ReadResult returns a load with at most `faults` of its faults: kNotFound "execution_not_found".
  base::Result<LoadResult> ReadResult(const model::Caller& caller, const std::string& integration,
                                      const std::string& execution, std::size_t faults) const;

 private:
  Parts parts_;
};

}  // namespace bearward::partner_data
