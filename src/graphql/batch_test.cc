// A page of n objects costs as many reads of the store as a page of one.
#include <gtest/gtest.h>

#include "graphql/execute.h"
#include "graphql/validate.h"

namespace bearward::graphql {
namespace {

struct Member {
  int number = 0;
};

// Reads counts the reads of the store: each resolver call is one read for all parents.
struct Reads {
  int count = 0;
  std::size_t largest_batch = 0;
};

base::Status Members(Batch& batch) {
  Reads& reads = batch.Context<Reads>();
  ++reads.count;
  const auto limit = static_cast<std::size_t>(*batch.arguments().FindInt("limit"));
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& page = batch.Keep(std::vector<Member>(limit));
    std::span<Value> items = batch.NewList(limit);
    for (std::size_t j = 0; j < limit; ++j) items[j] = Value::Object(Handle::Of(page[j]), "Member");
    batch.Set(i, Value::List(items));
  }
  return {};
}

base::Status Name(Batch& batch) {
  Reads& reads = batch.Context<Reads>();
  ++reads.count;
  reads.largest_batch = std::max(reads.largest_batch, batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch.Set(i, Value::Int(batch.Parent<Member>(i).number));
  }
  return {};
}

Schema MemberSchema() {
  auto schema = Schema::Parse(R"(
    type Query { members(limit: Int!): [Person!]! }
    union Person = Member
    type Member { name: Int!, friends(limit: Int!): [Member!]! })");
  EXPECT_TRUE(schema);
  EXPECT_TRUE(schema->SetResolver("Query", "members", Members));
  EXPECT_TRUE(schema->SetResolver("Member", "friends", Members));
  EXPECT_TRUE(schema->SetResolver("Member", "name", Name));
  return std::move(*schema);
}

Reads ReadsOf(const Schema& schema, int limit) {
  const auto document = Document::Parse(
      "query ($n: Int!) { members(limit: $n) { ... on Member { name friends(limit: $n) { name "
      "friends(limit: 2) { name } } } } }");
  EXPECT_TRUE(Validate(schema, *document).empty());
  Reads reads;
  json::Object variables = {{"n", json::Value::Int(limit)}};
  const json::Value values = json::Value::Of(std::move(variables));
  const Response response =
      Execute(schema, *document, {.variables = values, .context = Handle::Of(reads)},
              base::SystemClock(), {.max_cost = 10'000'000});
  EXPECT_TRUE(response.errors.empty()) << response.errors.front().message;
  return reads;
}

TEST(Batch, APageOfHundredCostsAsManyReadsAsAPageOfOne) {
  const Schema schema = MemberSchema();
  const Reads one = ReadsOf(schema, 1);
  const Reads hundred = ReadsOf(schema, 100);
  EXPECT_EQ(one.count, 6);
  EXPECT_EQ(hundred.count, 6);
  EXPECT_EQ(hundred.largest_batch, 100u * 100u * 2u);
}

TEST(Batch, AFailedReadFailsTheFieldOfEveryParent) {
  Schema schema = MemberSchema();
  ASSERT_TRUE(schema.SetResolver("Member", "name", [](Batch&) -> base::Status {
    return base::Fail(base::Unavailable("storage", "disk 7 is full"));
  }));
  const auto document = Document::Parse("{ members(limit: 2) { ... on Member { name } } }");
  Reads reads;
  const Response response = Execute(
      schema, *document, {.variables = {}, .context = Handle::Of(reads)}, base::SystemClock());
  EXPECT_TRUE(response.text.ends_with("\"data\":null}")) << response.text;
  EXPECT_EQ(response.text.find("disk"), std::string::npos) << "the detail is for the log";
  EXPECT_EQ(response.errors.front().detail, "disk 7 is full");
  EXPECT_EQ(response.errors.front().code, "storage");
}

}  // namespace
}  // namespace bearward::graphql
