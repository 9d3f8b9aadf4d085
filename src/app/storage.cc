#include "app/storage.h"

#include <utility>

#include "app/read_file.h"
#include "store/postgres_url.h"

namespace bearward::app {
namespace {

base::Result<std::string> ReadUrlFile(const std::string& path) {
  auto read = ReadWholeFile(path);
  if (!read) return base::Fail(AboutSetting("storage.url_file", read.error()));
  std::string url = *std::move(read);
  while (url.ends_with('\n') || url.ends_with('\r')) url.pop_back();
  if (const auto checked = store::CheckPostgresUrl(url); !checked) {
    return base::Fail(base::Invalid(
        "bad_setting", "storage.url_file: " + path + " " + checked.error().public_text + "."));
  }
  return url;
}

}  // namespace

base::Result<store::PostgresOptions> PostgresOf(const Config& config) {
  const StorageConfig& storage = config.storage;
  if (!storage.url.empty() && !storage.url_file.empty()) {
    return base::Fail(base::Invalid(
        "bad_setting", "storage.url and storage.url_file: both are set. Remove one of them."));
  }
  std::string url(storage.url.Reveal());
  if (url.empty()) {
    BW_TRY_ASSIGN(url, ReadUrlFile(storage.url_file));
  }
  return store::PostgresOptions{.url = std::move(url), .schema = storage.schema};
}

base::Result<store::EngineSource> SourceOf(const Config& config, const std::string& database,
                                           std::chrono::milliseconds wait) {
  const int readers = static_cast<int>(config.storage.readers);
  store::EngineSource source;
  if (config.storage.is_postgres()) {
    BW_TRY_ASSIGN(auto options, PostgresOf(config));
    source = store::Postgres(options, readers);
    source.shared = std::move(options);
  } else {
    source = store::SqliteFile(database, readers);
  }
  source.wait = wait;
  return source;
}

}  // namespace bearward::app
