#include "store/chain_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <limits>
#include <span>
#include <utility>

#include "store/event_chain_rows.h"
#include "store/migrations.h"

namespace bearward::store {
namespace {

// kPage is the number of rows that are hashed while the next ones are read.
constexpr int kPage = 5000;

// Walk follows the chain from the first number to the head.
class Walk {
 public:
  Walk(const EventChain& chain, FoundHead found, std::vector<std::pair<EventGap, bool>> gaps,
       std::vector<EventCheckpoint> checkpoints, std::optional<KnownDigest> known)
      : chain_(chain),
        found_(found),
        gaps_(std::move(gaps)),
        checkpoints_(std::move(checkpoints)),
        known_(known) {
    report_.head = found_.head.value_or(EventHead());
    report_.checkpoints = checkpoints_.size();
    if (!checkpoints_.empty()) report_.newest_checkpoint = checkpoints_.back();
  }

  void Take(std::span<const ChainedRow> rows) {
    for (const ChainedRow& row : rows) Take(row);
  }

  ChainReport Finish() && {
    // Without a valid seal, another program chose the number of the head.
    const std::int64_t newest = found_.sealed ? report_.head.number : found_.newest;
    PassTo(After(std::max(newest, LastGap())));
    for (; gap_ < gaps_.size(); ++gap_) PassGap(gaps_[gap_].first, gaps_[gap_].second);
    CheckHead();
    while (checkpoint_ < checkpoints_.size()) MissedCheckpoint(checkpoints_[checkpoint_++]);
    if (known_) {
      Add("the log ends at event {}, before event {} whose digest is known", report_.head.number,
          known_->number);
    }
    return std::move(report_);
  }

 private:
  // After returns the number that follows. A forged number may be the last one that exists.
  static std::int64_t After(std::int64_t number) {
    return number == std::numeric_limits<std::int64_t>::max() ? number : number + 1;
  }

  template <class... Values>
  void Add(fmt::format_string<const Values&...> text, const Values&... values) {
    if (report_.problem_count++ < ChainReport::kMaxProblems) {
      report_.problems.push_back(fmt::format(text, values...));
    }
  }

  void Take(const ChainedRow& row) {
    const EventContent content = row.content();
    if (report_.events++ == 0) report_.oldest = content.number;
    PassTo(content.number);
    if (content.number < next_)
      return Add("event {} was added after it was pruned", content.number);
    const std::optional<base::Digest> digest = row.digest();
    if (found_.head && content.number > report_.head.number) {
      Add("event {} was not added by Bearward", content.number);
    } else if (!digest) {
      Add("event {} has no digest", content.number);
    } else if (previous_ && NextDigest(*previous_, content) != digest) {
      Add("event {} was altered, or is in another place than it was", content.number);
    }
    Reach(content.number, digest);
  }

  // PassTo passes over the gaps and the missing numbers before `number`.
  void PassTo(std::int64_t number) {
    while (next_ < number) {
      const bool at_gap = gap_ < gaps_.size() && gaps_[gap_].first.first <= next_;
      if (at_gap) {
        PassGap(gaps_[gap_].first, gaps_[gap_].second);
        ++gap_;
        continue;
      }
      const std::int64_t end =
          gap_ < gaps_.size() ? std::min(number, gaps_[gap_].first.first) : number;
      if (end - next_ == 1) {
        Add("event {} is missing", next_);
      } else {
        Add("the events {} to {} are missing", next_, end - 1);
      }
      Reach(end - 1, std::nullopt);
    }
  }

  void PassGap(const EventGap& gap, bool sealed) {
    if (!sealed) Add("the record that events {} to {} were pruned is forged", gap.first, gap.last);
    if (gap.last < next_) {
      if (sealed) Add("the events {} to {} were added after they were pruned", gap.first, gap.last);
      return;
    }
    if (previous_ && gap.previous != *previous_) {
      Add("event {}, the last one before pruned ones, was altered", next_ - 1);
    }
    if (sealed) report_.pruned += gap.last - gap.first + 1;
    Reach(gap.last, gap.digest);
  }

  // Reach compares the digest of the event with what was stated about it; nullopt if it is unknown.
  void Reach(std::int64_t number, std::optional<base::Digest> digest) {
    for (; checkpoint_ < checkpoints_.size() && checkpoints_[checkpoint_].number <= number;
         ++checkpoint_) {
      const EventCheckpoint& checkpoint = checkpoints_[checkpoint_];
      if (!chain_.IsSigned(checkpoint)) {
        Add("the checkpoint of event {} is forged", checkpoint.number);
      } else if (checkpoint.number == number && digest && *digest != checkpoint.digest) {
        Add("an event after number {} and up to {} was altered, and the digests after it too: the "
            "signed checkpoint of {} differs",
            agreed_, number, base::FormatIsoMillis(checkpoint.at));
      } else if (checkpoint.number == number) {
        agreed_ = number;
      }
    }
    if (known_ && known_->number <= number) {
      if (known_->number == number && digest && *digest != known_->digest) {
        Add("an event up to number {} was altered: the given digest differs", number);
      }
      known_.reset();
    }
    previous_ = digest;
    next_ = After(number);
  }

  void CheckHead() {
    const EventHead& head = report_.head;
    if (found_.head && !found_.sealed) Add("the seal of the newest event is forged");
    if (!found_.head && report_.events > 0) Add("the seal of the newest event is missing");
    if (head.forged) {
      Add("the seal of the newest event was forged when the log ended at event {}", head.unproved);
    }
    if (found_.head && next_ == After(head.number) && previous_ && *previous_ != head.digest) {
      Add("an event after number {} and up to {} was altered, and the digests after it too: the "
          "seal differs",
          agreed_, head.number);
    }
  }

  void MissedCheckpoint(const EventCheckpoint& checkpoint) {
    Add("the log ends at event {}, before event {} whose checkpoint of {} is {}",
        report_.head.number, checkpoint.number, base::FormatIsoMillis(checkpoint.at),
        chain_.IsSigned(checkpoint) ? "valid" : "forged");
  }

  std::int64_t LastGap() const { return gaps_.empty() ? 0 : gaps_.back().first.last; }

  const EventChain& chain_;
  const FoundHead found_;
  const std::vector<std::pair<EventGap, bool>> gaps_;
  const std::vector<EventCheckpoint> checkpoints_;
  std::optional<KnownDigest> known_;
  ChainReport report_;
  std::size_t gap_ = 0;
  std::size_t checkpoint_ = 0;
  std::int64_t next_ = 1;                                  // the number that must follow
  std::int64_t agreed_ = 0;                                // the newest checkpoint that agrees
  std::optional<base::Digest> previous_ = base::Digest{};  // of the event before next_, if known
};

}  // namespace

base::Result<ChainReport> CheckChain(Engine& engine, const EventChain& chain,
                                     const std::optional<KnownDigest>& known) {
  BW_TRY_ASSIGN(const bool has_chain, TookStep(engine, "0044_event_chain"));
  if (!has_chain) {
    return base::Fail(base::Conflict(
        "chain_missing",
        "The database has no event chain: an earlier version of Bearward wrote it. The first start "
        "of this version adds the chain."));
  }
  BW_TRY_ASSIGN(const FoundHead found, FindHead(engine, chain));
  BW_TRY_ASSIGN(auto gaps, ListGaps(engine, chain));
  BW_TRY_ASSIGN(auto checkpoints, ListCheckpoints(engine));
  Walk walk(chain, found, std::move(gaps), std::move(checkpoints), known);
  std::vector<ChainedRow> page;
  std::future<void> hashed;
  std::int64_t after = 0;
  while (true) {
    auto next = ReadChainedRows(engine, after, kPage);
    if (hashed.valid()) hashed.get();
    if (!next) return base::Fail(std::move(next).error());
    if (next->empty()) break;
    page = *std::move(next);
    after = page.back().content().number;
    hashed = std::async(std::launch::async, [&walk, &page] { walk.Take(page); });
  }
  return std::move(walk).Finish();
}

}  // namespace bearward::store
