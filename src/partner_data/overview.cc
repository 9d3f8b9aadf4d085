#include "partner_data/overview.h"

#include <utility>

#include "partner_data/kinds.h"
#include "verify/authority.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Object;
using model::PartnerResult;
using model::PartnerResultKind;

base::Error Missing(std::string_view name, const std::string& id) {
  base::Error error =
      base::NotFound(std::string(name) + "_not_found", "No such " + std::string(name) + ".");
  error.fields.push_back(id);
  return error;
}

Result<Object> Find(store::ReadTx& tx, const model::Caller& caller, std::string_view kind,
                    const std::string& id) {
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, caller->environment, model::ObjectId{id}));
  if (!object || object->kind != kind) return base::Fail(Missing(kind, id));
  return *std::move(object);
}

}  // namespace

Result<store::KeysetPage<Object>> Overview::List(const model::Caller& caller, std::string_view kind,
                                                 store::KindQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  query.environment = caller->environment;
  query.kind = kind;
  return store_.Read([&](store::ReadTx& tx) { return store::ListObjectsInKind(tx, query); });
}

Result<Object> Overview::Read(const model::Caller& caller, std::string_view kind,
                              const std::string& id) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read([&](store::ReadTx& tx) { return Find(tx, caller, kind, id); });
}

// The subject of a view is the number of its report, that of a load the id of its integration.
Result<store::KeysetPage<PartnerResult>> Overview::Results(
    const model::Caller& caller, std::string_view kind, const std::string& id,
    const store::PageRequest& request) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read([&](store::ReadTx& tx) -> Result<store::KeysetPage<PartnerResult>> {
    BW_TRY_ASSIGN(const Object object, Find(tx, caller, kind, id));
    const bool has_views = kind == kReportKind;
    return store::ListResultsOf(
        tx, {request, object, has_views ? PartnerResultKind::kView : PartnerResultKind::kLoad,
             has_views ? std::to_string(object.number) : id});
  });
}

Result<PartnerResult> Overview::ReadLoad(const model::Caller& caller,
                                         const std::string& integration,
                                         const std::string& load) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read([&](store::ReadTx& tx) -> Result<PartnerResult> {
    BW_TRY(Find(tx, caller, kIntegrationKind, integration));
    BW_TRY_ASSIGN(auto row, store::PartnerResults().Find(tx, caller->environment, load));
    if (row && row->kind == PartnerResultKind::kLoad && row->subject == integration) {
      return *std::move(row);
    }
    return base::Fail(Missing("load", load));
  });
}

}  // namespace bearward::partner_data
