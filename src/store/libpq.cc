#include "store/libpq.h"

#include <libpq-fe.h>

#include <string>

#include "base/shared_library.h"

namespace bearward::store {
namespace {

// FUNCTIONS lists the functions that the store calls: result, name, parameters, arguments.
#define FUNCTIONS(X)                                                                             \
  X(void, PQclear, (PGresult * r), (r))                                                          \
  X(void, PQconninfoFree, (PQconninfoOption * o), (o))                                           \
  X(PQconninfoOption*, PQconninfoParse, (const char* u, char** e), (u, e))                       \
  X(PGconn*, PQconnectdbParams, (const char* const* k, const char* const* v, int e), (k, v, e))  \
  X(int, PQconsumeInput, (PGconn * c), (c))                                                      \
  X(int, PQenterPipelineMode, (PGconn * c), (c))                                                 \
  X(char*, PQerrorMessage, (const PGconn* c), (c))                                               \
  X(void, PQfinish, (PGconn * c), (c))                                                           \
  X(int, PQflush, (PGconn * c), (c))                                                             \
  X(void, PQfreemem, (void* p), (p))                                                             \
  X(Oid, PQftype, (const PGresult* r, int f), (r, f))                                            \
  X(PGresult*, PQgetResult, (PGconn * c), (c))                                                   \
  X(int, PQgetisnull, (const PGresult* r, int t, int f), (r, t, f))                              \
  X(int, PQgetlength, (const PGresult* r, int t, int f), (r, t, f))                              \
  X(char*, PQgetvalue, (const PGresult* r, int t, int f), (r, t, f))                             \
  X(int, PQisBusy, (PGconn * c), (c))                                                            \
  X(int, PQnfields, (const PGresult* r), (r))                                                    \
  X(PGnotify*, PQnotifies, (PGconn * c), (c))                                                    \
  X(int, PQntuples, (const PGresult* r), (r))                                                    \
  X(int, PQpipelineSync, (PGconn * c), (c))                                                      \
  X(char*, PQresultErrorField, (const PGresult* r, int f), (r, f))                               \
  X(ExecStatusType, PQresultStatus, (const PGresult* r), (r))                                    \
  X(int, PQsendPrepare, (PGconn * c, const char* n, const char* q, int p, const Oid* t),         \
    (c, n, q, p, t))                                                                             \
  X(int, PQsendQueryParams,                                                                      \
    (PGconn * c, const char* q, int p, const Oid* t, const char* const* v, const int* l,         \
     const int* f, int r),                                                                       \
    (c, q, p, t, v, l, f, r))                                                                    \
  X(int, PQsendQueryPrepared,                                                                    \
    (PGconn * c, const char* n, int p, const char* const* v, const int* l, const int* f, int r), \
    (c, n, p, v, l, f, r))                                                                       \
  X(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * c, PQnoticeReceiver n, void* a), (c, n, a)) \
  X(int, PQsetnonblocking, (PGconn * c, int n), (c, n))                                          \
  X(int, PQsocket, (const PGconn* c), (c))                                                       \
  X(ConnStatusType, PQstatus, (const PGconn* c), (c))

// Functions are the addresses inside the library.
struct Functions {
#define X(result, name, parameters, arguments) decltype(&::name) name = nullptr;
  FUNCTIONS(X)
#undef X
};

Functions functions;

base::Error Missing(const std::string& what) {
  return base::Unavailable("store_unavailable",
                           what +
                               ". PostgreSQL needs its client library; on Debian install the "
                               "package libpq5.");
}

base::Status Load() {
  BW_TRY_ASSIGN(const auto library, base::SharedLibrary::Load("libpq.so.5", &Missing));
#define X(result, name, parameters, arguments) BW_TRY(library.Find(#name, functions.name));
  FUNCTIONS(X)
#undef X
  return {};
}

}  // namespace

base::Status LoadLibpq() {
  static const base::Status loaded = Load();
  return loaded;
}

}  // namespace bearward::store

// The definitions that the calls of the store are linked to.
extern "C" {
#define X(result, name, parameters, arguments) \
  result name parameters { return bearward::store::functions.name arguments; }
FUNCTIONS(X)
#undef X
}
