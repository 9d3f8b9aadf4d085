-- wrk.lua: presents the lines of a list, one a request, in the place of @@ in a header or the body.
-- The load is a Lua table in the file that BENCH_LOAD names (see wrk.mjs). Each thread has its own
-- stripe of the list. A request is two concatenations, so that the generator stays cheap.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long s; long ns; } bench_time;
  int clock_gettime(int, bench_time *);
  int getpid(void);
  int kill(int, int);
]])

local load = dofile(os.getenv("BENCH_LOAD"))
local clock = ffi.new("bench_time")
local list, heads, place, interval = {}, {}, 0, 0
local head, tail
local finished = false
threads = {}
sent, started, ended, due = 0, 0, 0, 0

local function now()
  ffi.C.clock_gettime(1, clock)
  return tonumber(clock.s) * 1e6 + tonumber(clock.ns) / 1e3
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

local function read_stripe()
  local line_number = 0
  for line in io.lines(load.list) do
    if line_number % load.threads == number then list[#list + 1] = line end
    line_number = line_number + 1
  end
end

-- head_for gives what stands before the credential; it counts in the length of the body.
local function head_for(length)
  local text = heads[length]
  if text then return text end
  text = head
  if load.body then
    local body = #load.body - (load.body:find("@@", 1, true) and 2 - length or 0)
    text = text:gsub("%%LENGTH%%", tostring(body))
  end
  heads[length] = text
  return text
end

-- response keeps the bodies, for a load whose answers are wanted.
if load.keep then
  local kept
  function response(status, headers, body)
    kept = kept or io.open(load.keep .. number, "w")
    kept:write(body, "\n")
    kept:flush()
  end
end

function init()
  if load.list then read_stripe() else list = { "" } end
  local text = load.method .. " " .. load.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\n"
  for _, line in ipairs(load.headers) do text = text .. line .. "\r\n" end
  if load.body then text = text .. "Content-Length: %LENGTH%\r\n" end
  text = text .. "\r\n" .. (load.body or "")
  local from, to = text:find("@@", 1, true)
  head, tail = text, nil
  if from then head, tail = text:sub(1, from - 1), text:sub(to + 1) end
  interval = load.pace and 1e6 * load.threads / load.pace or 0
end

-- finish ends a thread that is through with its list. The last one interrupts wrk, which would
-- sleep out its time; the threads share no memory, so they count in a file.
local function finish()
  wrk.thread:stop()
  if finished then return end
  finished = true
  local count = io.open(load.finished, "a")
  count:write("x")
  count:flush()
  if count:seek("end") == load.threads then ffi.C.kill(ffi.C.getpid(), 2) end
  count:close()
end

function request()
  place = place + 1
  if place > #list then
    place = 1
    if load.once then finish() end
  end
  -- wrk tries the very first request out before it starts.
  sent = sent + 1
  ended = now()
  if sent == 2 then started = ended end
  local line = list[place]
  if not tail then return head_for(0) end
  return head_for(#line) .. line .. tail
end

-- delay is called before each request of a paced load and gives whole milliseconds.
if load.pace then
  function delay()
    local at = now()
    if due < at - 50000 then due = at end
    local wait = due - at
    due = due + interval
    return wait > 0 and math.floor(wait / 1000) or 0
  end
end

function done(summary, latency)
  local rate, requests = 0, 0
  for _, thread in ipairs(threads) do
    local seconds = (thread:get("ended") - thread:get("started")) / 1e6
    local count = thread:get("sent") - 1 - load.connections / load.threads
    requests = requests + thread:get("sent") - 1
    if seconds > 0 and count > 0 then rate = rate + count / seconds end
  end
  local errors = summary.errors
  io.write(string.format(
    '\nBENCH {"per_second":%.1f,"p50_ms":%.4f,"p99_ms":%.4f,"sent":%d,"answered":%d,' ..
    '"refused":%d,"broken":%d}\n', rate, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, requests, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
