#include "app/kept_issuer.h"

#include "store/installation.h"

namespace bearward::app {
namespace {

base::Result<std::string> FindOrKeep(store::WriteTx& tx, const Config& config) {
  BW_TRY_ASSIGN(auto kept, store::FindFact(tx, store::kIssuerFact));
  if (kept) return *std::move(kept);
  BW_TRY_ASSIGN(const auto filled_by, store::FindFact(tx, store::kFilledByFact));
  std::string issuer = filled_by ? IssuerOf(config) : config.announced;
  BW_TRY(store::InsertFact(tx, store::kIssuerFact, issuer));
  return issuer;
}

}  // namespace

base::Result<std::string> KeptIssuer(store::Store& store, const Config& config,
                                     observe::Logger& log) {
  if (!config.issuer.empty()) return config.issuer;
  if (config.announced.empty()) {
    BW_TRY_ASSIGN(auto kept, store.Read([](store::ReadTx& tx) {
      return store::FindFact(tx, store::kIssuerFact);
    }));
    return kept ? *std::move(kept) : IssuerOf(config);
  }
  BW_TRY_ASSIGN(std::string issuer,
                store.Write([&](store::WriteTx& tx) { return FindOrKeep(tx, config); }));
  if (issuer != config.announced) {
    log.Warn(
        "the issuer was set by an earlier start, and the server now listens on another address",
        {{"issuer", issuer},
         {"address", config.announced},
         {"next",
          "Set server.issuer to the URL under which clients reach this server. "
          "After that, tokens that name another issuer are refused."}});
  }
  return issuer;
}

}  // namespace bearward::app
