// A cached credential at a cached policy is allowed on the I/O thread, through the whole door, with
// allocations for the response only. Sanitizers replace the allocator, so they skip this test.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif

#ifndef BEARWARD_ALLOCATOR_IS_TAKEN
#include <cstdlib>
#include <new>

#include "gateway/gateway_fixture.h"

namespace {

thread_local std::int64_t allocations = 0;

void* CountedAllocation(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return CountedAllocation(size); }
void* operator new[](std::size_t size) { return CountedAllocation(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace bearward::gateway {
namespace {

class Allocation : public GatewayFixture {
 protected:
  Allocation() { request_log_.SetThreshold(observe::Level::kOff); }

  // Count handles one request on this thread and returns its number of allocations.
  std::int64_t Count(const Family& family, const std::string& policy) {
    const AskingFor asking{.policy = policy};
    const ClientHeaders lines = HeadersOf(family, asking, Bearer(token_));
    std::vector<http::Header> headers;
    for (const auto& [name, value] : lines) headers.push_back({name, value});
    std::string path = std::string(family.prefix) + "/" + policy;
    if (family.name == "envoy") path += asking.path;
    http::Request request{.method = http::Method::kGet,
                          .method_text = "GET",
                          .target = path,
                          .path = path,
                          .query = {},
                          .headers = headers,
                          .body = {},
                          .minor_version = 1,
                          .peer = "127.0.0.1"};
    auto status = std::make_shared<int>(0);
    http::Exchange exchange(status, request,
                            [](std::shared_ptr<void> owner, http::Response&& sent) {
                              *static_cast<int*>(owner.get()) = sent.status;
                            });
    const std::int64_t before = allocations;
    door_->Serve(std::move(exchange));
    const std::int64_t counted = allocations - before;
    EXPECT_EQ(*status, 200) << family.name;
    return counted;
  }
};

TEST_F(Allocation, WhoIsKnownPassesWithTheMemoryOfTheAnswerOnly) {
  model::Policy policy;
  policy.id = "signed";
  policy.identity_jwt = true;
  Create(cast_.production, policy);
  for (const Family& family : Families()) {
    for (const char* name : {"forms", "signed"}) {
      EXPECT_EQ(StatusOf(family, {.policy = name}, Bearer(token_)), 200);
    }
    // One block holds all headers.
    EXPECT_EQ(Count(family, "forms"), 1) << family.name;
    // A signed identity is copied, and its header grows the block once or twice.
    EXPECT_LE(Count(family, "signed"), 4) << family.name;
  }
}

}  // namespace
}  // namespace bearward::gateway
#endif
