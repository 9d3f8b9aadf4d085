#include "environments/cors_origin_cache.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "model/cors_origin.h"
#include "model/event.h"
#include "store/table.h"

namespace bearward::environments {
namespace {

using Origins = std::set<std::string, std::less<>>;

base::Result<Origins> ReadOrigins(store::ReadTx& tx) {
  static const store::TableOf<model::CorsOrigin> table(model::kCorsOrigin);
  BW_TRY_ASSIGN(auto rows, table.ListAllEnvironments(tx));
  Origins origins;
  for (model::CorsOrigin& row : rows) origins.insert(std::move(row.origin));
  return origins;
}

}  // namespace

class CorsOriginCache::State {
 public:
  explicit State(store::Store& store) : store_(store) {}

  // One read at a time, so that an older result never replaces a newer one.
  base::Status Load() {
    const std::lock_guard one_at_a_time(loading_);
    auto origins = store_.Read(ReadOrigins);
    const std::lock_guard lock(mutex_);
    failed_ = !origins;
    list_ = std::make_shared<const Origins>(origins ? *std::move(origins) : Origins());
    return failed_ ? base::Fail(std::move(origins).error()) : base::Status();
  }

  List All() const {
    const std::lock_guard lock(mutex_);
    return list_;
  }

  bool failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
  }

 private:
  store::Store& store_;
  std::mutex loading_;
  mutable std::mutex mutex_;
  List list_ = std::make_shared<const Origins>();  // guarded by mutex_
  bool failed_ = true;                             // guarded by mutex_
};

CorsOriginCache::CorsOriginCache(store::Store& store) : state_(std::make_shared<State>(store)) {
  // Retry repairs a failure.
  static_cast<void>(state_->Load());
  store.OnCommit([state = state_](std::span<const model::Event> events) {
    const bool changed = std::ranges::any_of(events, [](const model::Event& event) {
      return event.type == model::EventType::kCorsOriginCreated ||
             event.type == model::EventType::kCorsOriginUpdated ||
             event.type == model::EventType::kCorsOriginDeleted;
    });
    if (changed) static_cast<void>(state->Load());
  });
}

CorsOriginCache::~CorsOriginCache() = default;

CorsOriginCache::List CorsOriginCache::All() const { return state_->All(); }

base::Status CorsOriginCache::Retry() { return state_->failed() ? state_->Load() : base::Status(); }

}  // namespace bearward::environments
