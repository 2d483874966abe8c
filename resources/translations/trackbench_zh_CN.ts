<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BoardController</name>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>virtual board</source>
        <translation>虚拟板</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>某个程序</translation>
    </message>
    <message>
        <source>ready on port %s</source>
        <translation>已就绪，端口 %s</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>bitstream %s</source>
        <translation>比特流 %s</translation>
    </message>
    <message>
        <source>link lost · %s</source>
        <translation>链路已断 · %s</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>BoardPanel</name>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Bitstreams</source>
        <translation>比特流</translation>
    </message>
    <message>
        <source>Models on the board</source>
        <translation>板上的模型</translation>
    </message>
    <message>
        <source>Start service</source>
        <translation>启动服务</translation>
    </message>
    <message>
        <source>Stop service</source>
        <translation>停止服务</translation>
    </message>
    <message>
        <source>STEPS</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>BITSTREAMS</source>
        <translation>比特流</translation>
    </message>
    <message>
        <source>MODELS</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>SERVICE LOG</source>
        <translation>服务日志</translation>
    </message>
    <message>
        <source>WHAT IT REPORTS</source>
        <translation>可提供的数据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Virtual board</source>
        <translation>虚拟板</translation>
    </message>
    <message>
        <source>Virtual RDK X5</source>
        <translation>虚拟 RDK X5</translation>
    </message>
    <message>
        <source>Virtual Ascend 310</source>
        <translation>虚拟 Ascend 310</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Virtual board, this computer, or an address such as root@192.168.1.10</source>
        <translation>虚拟板、本机，或形如 root@192.168.1.10 的地址</translation>
    </message>
    <message>
        <source>Address of the board</source>
        <translation>开发板地址</translation>
    </message>
    <message>
        <source>Service log</source>
        <translation>服务日志</translation>
    </message>
    <message>
        <source>ADDRESS</source>
        <translation>地址</translation>
    </message>
</context>
<context>
    <name>BoardState</name>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Service running</source>
        <translation>服务运行中</translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation>链路中断</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>CatalogController</name>
    <message>
        <source>Loading %s</source>
        <translation>正在加载 %s</translation>
    </message>
    <message>
        <source>Importing %s</source>
        <translation>正在导入 %s</translation>
    </message>
    <message>
        <source>Getting the weights of %s</source>
        <translation>正在获取 %s 的权重</translation>
    </message>
    <message>
        <source>its weights are not here yet</source>
        <translation>权重尚未下载或导入</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Search actions</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Virtual board, demo clip</source>
        <translation>虚拟板和演示短片</translation>
    </message>
    <message>
        <source>Video file</source>
        <translation>视频文件</translation>
    </message>
    <message>
        <source>Or drop it here</source>
        <translation>也可拖放到这里</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Connected to this computer</source>
        <translation>连接到本机的摄像头</translation>
    </message>
    <message>
        <source>Image folder…</source>
        <translation>图片文件夹…</translation>
    </message>
    <message>
        <source>Network stream…</source>
        <translation>网络视频流…</translation>
    </message>
    <message>
        <source>OPENED BEFORE</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>What do you want to follow?</source>
        <translation>想跟踪什么？</translation>
    </message>
    <message>
        <source>Open a video, then drag a box round the target.</source>
        <translation>打开视频，然后拖动鼠标框选目标。</translation>
    </message>
</context>
<context>
    <name>HelpOverlay</name>
    <message>
        <source>Keys and mouse</source>
        <translation>快捷键与鼠标操作</translation>
    </message>
    <message>
        <source>Esc closes this</source>
        <translation>按 Esc 关闭</translation>
    </message>
</context>
<context>
    <name>HostKeyPanel</name>
    <message>
        <source>Compare it with the one the board shows on its console before you trust it.</source>
        <translation>信任之前，请与开发板控制台上显示的指纹核对。</translation>
    </message>
    <message>
        <source>Trust and connect</source>
        <translation>信任并连接</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>不连接</translation>
    </message>
    <message>
        <source>{service} runs on the board already, started by somebody else. Use it?</source>
        <translation>板上已有他人启动的 {service} 在运行。使用它吗？</translation>
    </message>
    <message>
        <source>port {port}, process {pid}</source>
        <translation>端口 {port}，进程 {pid}</translation>
    </message>
    <message>
        <source>It is left running when you disconnect.</source>
        <translation>断开连接后它会继续运行。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Leave it alone</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>{host} is not known yet. Is this its key?</source>
        <translation>首次连接 {host}。这是它的密钥吗？</translation>
    </message>
</context>
<context>
    <name>LayerModel</name>
    <message>
        <source>{name}
{type} on {device}, profiled frames: {count}</source>
        <translation>{name}
{type}，运行于 {device}，已剖析 {count} 帧</translation>
    </message>
    <message>
        <source>p50 ms</source>
        <translation>p50 ms</translation>
    </message>
    <message>
        <source>Median of the whole time, ms</source>
        <translation>总时间的中位数（ms）</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>95th percentile of it, ms</source>
        <translation>总时间的第 95 百分位（ms）</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Part of the sum of all medians</source>
        <translation>占所有层中位数之和的比例</translation>
    </message>
    <message>
        <source>Copy ms</source>
        <translation>拷贝 ms</translation>
    </message>
    <message>
        <source>Median of memory copies, ms</source>
        <translation>内存拷贝时间的中位数（ms）</translation>
    </message>
    <message>
        <source>Hard ms</source>
        <translation>硬件 ms</translation>
    </message>
    <message>
        <source>Median of hardware time, ms</source>
        <translation>硬件时间的中位数（ms）</translation>
    </message>
    <message>
        <source>Other ms</source>
        <translation>其他 ms</translation>
    </message>
    <message>
        <source>Median of the rest, ms</source>
        <translation>其余时间的中位数（ms）</translation>
    </message>
    <message>
        <source>n</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Profiled frames</source>
        <translation>已剖析的帧数</translation>
    </message>
    <message>
        <source>Name in the runtime</source>
        <translation>运行时中的名称</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Where it ran</source>
        <translation>运行位置</translation>
    </message>
    <message>
        <source>Which of the networks</source>
        <translation>所属网络</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
</context>
<context>
    <name>LayerTable</name>
    <message>
        <source>Filter layers</source>
        <translation>筛选层</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Σ p50 {total} · layers: {count}</source>
        <translation>Σ p50 {total} · 共 {count} 层</translation>
    </message>
    <message>
        <source>No profile yet</source>
        <translation>尚无剖析数据</translation>
    </message>
    <message>
        <source>Sum of the layers&apos; medians; it is not the time of a frame.</source>
        <translation>各层中位数之和，并非一帧的耗时。</translation>
    </message>
    <message>
        <source>How often a frame is profiled</source>
        <translation>剖析的频率</translation>
    </message>
    <message>
        <source>every frame</source>
        <translation>逐帧</translation>
    </message>
    <message>
        <source>1 frame in {n}</source>
        <translation>每 {n} 帧一次</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open log file</source>
        <translation>打开日志文件</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Board</source>
        <translation>开发板</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>跟踪器</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Board</source>
        <translation>开发板(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Target</source>
        <translation>目标(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>T&amp;ools</source>
        <translation>工具(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Close notice</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>+{count} older</source>
        <translation>还有 {count} 条</translation>
    </message>
</context>
<context>
    <name>Origin</name>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>published</source>
        <translation>公布</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RunController</name>
    <message>
        <source>Opening %s</source>
        <translation>正在打开 %s</translation>
    </message>
    <message>
        <source>Opening the demo</source>
        <translation>正在打开演示</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShowStrip</name>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>ms
{fps}</source>
        <translation>ms
{fps}</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
</context>
<context>
    <name>SourceChooser</name>
    <message>
        <source>Open video</source>
        <translation>打开视频</translation>
    </message>
    <message>
        <source>Videos (%s)</source>
        <translation>视频文件 (%s)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open image folder or sequence</source>
        <translation>打开图片文件夹或序列</translation>
    </message>
    <message>
        <source>Open camera</source>
        <translation>打开摄像头</translation>
    </message>
    <message>
        <source>Number of the camera; 0 is the first one</source>
        <translation>摄像头编号，0 为第一个</translation>
    </message>
    <message>
        <source>Open stream</source>
        <translation>打开网络视频流</translation>
    </message>
    <message>
        <source>Address of the stream, for example rtsp://camera/stream</source>
        <translation>视频流地址，例如 rtsp://camera/stream</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存画面</translation>
    </message>
    <message>
        <source>Show a result file</source>
        <translation>显示结果文件</translation>
    </message>
    <message>
        <source>Results (*.txt *.csv *.json *.jsonl)</source>
        <translation>结果文件 (*.txt *.csv *.json *.jsonl)</translation>
    </message>
    <message>
        <source>Import the weights of %s</source>
        <translation>导入 %s 的权重</translation>
    </message>
    <message>
        <source>ONNX networks (*.onnx)</source>
        <translation>ONNX 网络 (*.onnx)</translation>
    </message>
    <message>
        <source>Log in to the board</source>
        <translation>登录开发板</translation>
    </message>
</context>
<context>
    <name>SourcePanel</name>
    <message>
        <source>Video file…</source>
        <translation>视频文件…</translation>
    </message>
    <message>
        <source>Image folder…</source>
        <translation>图片文件夹…</translation>
    </message>
    <message>
        <source>Camera…</source>
        <translation>摄像头…</translation>
    </message>
    <message>
        <source>Demo clip</source>
        <translation>演示短片</translation>
    </message>
    <message>
        <source>Address of a stream</source>
        <translation>视频流地址</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close source</source>
        <translation>关闭视频源</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>尚未打开视频源。</translation>
    </message>
    <message>
        <source>OPEN</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>SOURCE</source>
        <translation>视频源</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>decode</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>preprocess</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>encode</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>infer</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>board copy</source>
        <translation>板上拷贝</translation>
    </message>
    <message>
        <source>board hard</source>
        <translation>板上硬件</translation>
    </message>
    <message>
        <source>board other</source>
        <translation>板上其他</translation>
    </message>
    <message>
        <source>postprocess</source>
        <translation>后处理</translation>
    </message>
    <message>
        <source>associate</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>StageLegend</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>p50 ms</source>
        <translation>p50 ms</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
</context>
<context>
    <name>StageStrip</name>
    <message>
        <source>Stages over the last frames</source>
        <translation>最近各帧的阶段耗时</translation>
    </message>
    <message>
        <source>Times appear here while a target is followed.</source>
        <translation>跟踪目标时，这里显示耗时。</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>TargetList</name>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>TargetState</name>
    <message>
        <source>tracked</source>
        <translation>跟踪中</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>Telemetry</name>
    <message>
        <source>accelerator %s %%</source>
        <translation>加速器 %s %%</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Filled: score. Grey: lost. Line: overlap with the ground truth. Marks above: an identity went over to another object. Ticks below: profiled frames.</source>
        <translation>填充：得分。灰色：丢失。曲线：与真值的重叠度。上方标记：ID 切换到其他物体。下方刻度：已剖析的帧。</translation>
    </message>
</context>
<context>
    <name>TimingView</name>
    <message>
        <source>FRAME</source>
        <translation>每帧</translation>
    </message>
    <message>
        <source>Median time of a whole step over the last 30 frames, without decoding</source>
        <translation>最近 30 帧整步耗时的中位数，不含解码</translation>
    </message>
    <message>
        <source>up to {fps}</source>
        <translation>最高 {fps}</translation>
    </message>
    <message>
        <source>What this frame time allows; the rate that is reached stands below the picture</source>
        <translation>按此帧耗时可达到的上限；实际帧率显示在画面下方</translation>
    </message>
    <message>
        <source>link ↑ {out}  ↓ {back} per frame</source>
        <translation>链路每帧 ↑ {out}  ↓ {back}</translation>
    </message>
    <message>
        <source>dropped {count}</source>
        <translation>丢帧 {count}</translation>
    </message>
    <message>
        <source>Frames of a live source that were skipped</source>
        <translation>实时视频源中被跳过的帧</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>开发板</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>未选择</translation>
    </message>
</context>
<context>
    <name>Tracker</name>
    <message>
        <source>nobody: each frame on its own</source>
        <translation>不跟踪：各帧独立检测</translation>
    </message>
</context>
<context>
    <name>TrackerPanel</name>
    <message>
        <source>Tracker</source>
        <translation>跟踪器</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>跟踪方法</translation>
    </message>
    <message>
        <source>Import network…</source>
        <translation>导入网络…</translation>
    </message>
    <message>
        <source>PARAMETERS</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Drag a box round what to follow.</source>
        <translation>拖动鼠标框选要跟踪的目标。</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Follow alone</source>
        <translation>单独跟踪</translation>
    </message>
    <message>
        <source>A single-object tracker takes over the selected track</source>
        <translation>由单目标跟踪器接管所选轨迹</translation>
    </message>
    <message>
        <source>Nothing was found in this frame.</source>
        <translation>本帧未检测到任何物体。</translation>
    </message>
    <message>
        <source>TRACKS</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>TRACKER</source>
        <translation>跟踪器</translation>
    </message>
    <message>
        <source>TARGETS</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>frame {index} / {count}</source>
        <translation>第 {index} / {count} 帧</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>frame {index}</source>
        <translation>第 {index} 帧</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>播放速度</translation>
    </message>
</context>
<context>
    <name>Unit</name>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>{fps} fps</source>
        <translation>{fps} fps</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>fits ✓</source>
        <translation>匹配 ✓</translation>
    </message>
    <message>
        <source>does not fit: {reason}</source>
        <translation>不匹配：{reason}</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>不匹配</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>尚未检查</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>{w} × {h} px</source>
        <translation>{w} × {h} 像素</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Drag a box round what to follow, or press B to draw by keyboard.</source>
        <translation>拖动鼠标框选要跟踪的目标，或按 B 键用键盘画框。</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>%s follows the box now.</source>
        <translation>已改由 %s 跟踪此框。</translation>
    </message>
    <message>
        <source>Choose the detector again under Tracker to go back to all objects.</source>
        <translation>要恢复跟踪全部物体，请在“跟踪器”中重新选择检测器。</translation>
    </message>
    <message>
        <source>Choose what to follow</source>
        <translation>选择跟踪目标</translation>
    </message>
    <message>
        <source>Drag on the picture</source>
        <translation>在画面上拖动</translation>
    </message>
    <message>
        <source>Add another target</source>
        <translation>再添加一个目标</translation>
    </message>
    <message>
        <source>Shift and drag</source>
        <translation>按住 Shift 拖动</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>平移画面</translation>
    </message>
    <message>
        <source>Middle or right drag</source>
        <translation>按住中键或右键拖动</translation>
    </message>
    <message>
        <source>About Trackbench</source>
        <translation>关于 Trackbench</translation>
    </message>
    <message>
        <source>Object trackers on edge-AI boards, live, with the time of every layer.</source>
        <translation>在边缘 AI 开发板上实时运行目标跟踪器，并显示每一层的耗时。</translation>
    </message>
    <message>
        <source>%s is drawn dashed over the picture.</source>
        <translation>%s 已以虚线叠加在画面上。</translation>
    </message>
    <message>
        <source>%1 result, %2 frames with boxes.</source>
        <translation>%1 结果，%2 帧有框。</translation>
    </message>
    <message>
        <source>Reading %s</source>
        <translation>正在读取 %s</translation>
    </message>
    <message>
        <source>Saving %s</source>
        <translation>正在保存 %s</translation>
    </message>
    <message>
        <source>Starting the recording</source>
        <translation>正在开始录制</translation>
    </message>
</context>
<context>
    <name>WindowNews</name>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Something unexpected happened inside Trackbench.</source>
        <translation>Trackbench 内部发生意外错误。</translation>
    </message>
    <message>
        <source>It goes on; the log has the details. Please report it.</source>
        <translation>程序会继续运行，详情见日志。请反馈此问题。</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>%s frames/s</source>
        <translation>%s 帧/秒</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>The recording is in %s.</source>
        <translation>录制结果已保存到 %s。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Click a track to make it stand out · drag a box to follow only that · F1 keys</source>
        <translation>点击轨迹可突出显示 · 拖动鼠标框选可只跟踪该目标 · F1 查看快捷键</translation>
    </message>
    <message>
        <source>Drag a box round what to follow · Shift adds another · F1 shows all keys</source>
        <translation>拖动鼠标框选目标 · 按住 Shift 再添加一个 · F1 查看全部快捷键</translation>
    </message>
    <message>
        <source>link %s/s (measured)</source>
        <translation>链路 %s/s（实测）</translation>
    </message>
    <message>
        <source>(simulated)</source>
        <translation>(模拟)</translation>
    </message>
    <message>
        <source>Draw a box round anything you like</source>
        <translation>随意框选一个目标试试</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
</context>
<context>
    <name>_FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>_TargetLine</name>
    <message>
        <source>Remove target</source>
        <translation>移除目标</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;About Trackbench</source>
        <translation>关于 Trackbench(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Bring the last target back</source>
        <translation>恢复上一个目标(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>命令面板(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>断开连接(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Download weights</source>
        <translation>下载权重(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Draw a box by keyboard</source>
        <translation>用键盘画框(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Fit picture</source>
        <translation>适应窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Follow the ground truth</source>
        <translation>按真值跟踪(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Ground truth</source>
        <translation>真值(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Hide the result file</source>
        <translation>隐藏结果文件(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Import weights…</source>
        <translation>导入权重(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Next target</source>
        <translation>下一个目标(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open video…</source>
        <translation>打开视频(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放或暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation>录制(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Remove target</source>
        <translation>移除目标(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search window</source>
        <translation>搜索区域(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Stop and go to the start</source>
        <translation>停止并回到开头(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation>尾迹(&amp;T)</translation>
    </message>
    <message>
        <source>A single-object tracker takes over the selected track</source>
        <translation>由单目标跟踪器接管所选轨迹</translation>
    </message>
    <message>
        <source>Arrows move it, Shift and arrows size it, Enter takes it</source>
        <translation>方向键移动，Shift+方向键调整大小，Enter 确认</translation>
    </message>
    <message>
        <source>C&amp;ancel what is running</source>
        <translation>取消正在进行的任务(&amp;A)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Connect to the &amp;virtual board</source>
        <translation>连接虚拟板(&amp;V)</translation>
    </message>
    <message>
        <source>Draws another program&apos;s results over the picture</source>
        <translation>将其他程序的结果叠加到画面上</translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation>加快播放(&amp;A)</translation>
    </message>
    <message>
        <source>Follow the selected track a&amp;lone</source>
        <translation>单独跟踪所选轨迹(&amp;L)</translation>
    </message>
    <message>
        <source>One frame &amp;back</source>
        <translation>后退一帧(&amp;B)</translation>
    </message>
    <message>
        <source>One frame &amp;forward</source>
        <translation>前进一帧(&amp;F)</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>Only the picture and large figures, for a stand</source>
        <translation>只显示画面和大号指标，适合展台演示</translation>
    </message>
    <message>
        <source>Open &amp;camera</source>
        <translation>打开摄像头(&amp;C)</translation>
    </message>
    <message>
        <source>Open &amp;stream…</source>
        <translation>打开网络视频流(&amp;S)…</translation>
    </message>
    <message>
        <source>Open image &amp;folder…</source>
        <translation>打开图片文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation>打开演示(&amp;D)</translation>
    </message>
    <message>
        <source>Remove &amp;all targets</source>
        <translation>移除全部目标(&amp;A)</translation>
    </message>
    <message>
        <source>Run on &amp;this computer</source>
        <translation>在本机运行(&amp;T)</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>减慢播放(&amp;L)</translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation>保存画面(&amp;P)…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置(&amp;T)…</translation>
    </message>
    <message>
        <source>Show &amp;mode</source>
        <translation>展示模式(&amp;M)</translation>
    </message>
    <message>
        <source>Show a r&amp;esult file…</source>
        <translation>显示结果文件(&amp;E)…</translation>
    </message>
    <message>
        <source>Starts a target on every annotated box of this frame</source>
        <translation>以本帧的每个标注框开始跟踪</translation>
    </message>
    <message>
        <source>Writes every result and time of the run to a folder</source>
        <translation>将本次运行的全部结果和耗时写入文件夹</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>engines</name>
    <message>
        <source>&apos;{name}&apos; {found} is no picture of three channels</source>
        <translation>“{name}” {found} 不是三通道图像</translation>
    </message>
    <message>
        <source>A line is frame (from 1), id, x, y, w, h, score, with commas or blanks between the numbers.</source>
        <translation>每行依次为 frame（从 1 起）、id、x、y、w、h、score，以逗号或空格分隔。</translation>
    </message>
    <message>
        <source>A model loads</source>
        <translation>模型加载</translation>
    </message>
    <message>
        <source>A new track needs the high score and this much more</source>
        <translation>新建轨迹所需的得分，在高分阈值之上再加此值</translation>
    </message>
    <message>
        <source>A single-object tracker needs to know what to follow.</source>
        <translation>单目标跟踪器需要指定跟踪目标。</translation>
    </message>
    <message>
        <source>A track only takes detections of its own class</source>
        <translation>轨迹只与同类别的检测框匹配</translation>
    </message>
    <message>
        <source>Address reachable</source>
        <translation>地址可达</translation>
    </message>
    <message>
        <source>Addresses that start with {scheme}:// cannot be opened.</source>
        <translation>不支持以 {scheme}:// 开头的地址。</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>板端代理</translation>
    </message>
    <message>
        <source>Allow TCP forwarding in the board&apos;s SSH server, and see whether the program runs.</source>
        <translation>请在板上 SSH 服务器中允许 TCP 转发，并确认该程序正在运行。</translation>
    </message>
    <message>
        <source>An Icraft model is a pair; put both files into one folder.</source>
        <translation>Icraft 模型由两个文件组成；请将二者放在同一文件夹中。</translation>
    </message>
    <message>
        <source>Architecture and system</source>
        <translation>架构与系统</translation>
    </message>
    <message>
        <source>Asking which bitstream runs</source>
        <translation>正在查询运行中的比特流</translation>
    </message>
    <message>
        <source>Backing up {file}</source>
        <translation>正在备份 {file}</translation>
    </message>
    <message>
        <source>Bitstream</source>
        <translation>比特流</translation>
    </message>
    <message>
        <source>ByteTrack for Icraft (YOLOX-s)</source>
        <translation>ByteTrack（Icraft，YOLOX-s）</translation>
    </message>
    <message>
        <source>Camera {device} cannot be opened.</source>
        <translation>无法打开摄像头 {device}。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Check cable and power, then connect again.</source>
        <translation>请检查网线和电源，然后重新连接。</translation>
    </message>
    <message>
        <source>Check that it has power, the wiring, and the speed (usually 115200 baud).</source>
        <translation>请检查供电、接线和波特率（通常为 115200）。</translation>
    </message>
    <message>
        <source>Check that it is connected, that no other program uses it, and that access is allowed.</source>
        <translation>请确认摄像头已连接、未被其他程序占用，并已授予访问权限。</translation>
    </message>
    <message>
        <source>Check the address and the chosen family.</source>
        <translation>请检查地址和所选的开发板系列。</translation>
    </message>
    <message>
        <source>Check the address, user name and password, and that it can be reached from this computer.</source>
        <translation>请检查地址、用户名和密码，并确认本机可以访问。</translation>
    </message>
    <message>
        <source>Check the address; on a new board install the vendor&apos;s runtime, or choose the family.</source>
        <translation>请检查地址；若是新板，请安装厂商运行时，或指定开发板系列。</translation>
    </message>
    <message>
        <source>Check the name, or whether the drive is connected.</source>
        <translation>请检查文件名，或确认磁盘已连接。</translation>
    </message>
    <message>
        <source>Check the network and try again; what has arrived is kept and the download resumes there.</source>
        <translation>请检查网络后重试；已下载的部分会保留，并从断点续传。</translation>
    </message>
    <message>
        <source>Check the path in the board&apos;s profile.</source>
        <translation>请检查开发板配置中的路径。</translation>
    </message>
    <message>
        <source>Check the port; a very old server may need older SSH algorithms than are safe.</source>
        <translation>请检查端口；过旧的服务器可能需要已不安全的 SSH 算法。</translation>
    </message>
    <message>
        <source>Check user and password in the board&apos;s papers.</source>
        <translation>请对照开发板资料检查用户名和密码。</translation>
    </message>
    <message>
        <source>Check user, key and password; the vendor&apos;s programs need root.</source>
        <translation>请检查用户名、密钥和密码；厂商程序需要 root 权限。</translation>
    </message>
    <message>
        <source>Check which bitstream the file holds.</source>
        <translation>请检查文件中是哪个比特流。</translation>
    </message>
    <message>
        <source>Choose a boot file of the vendor&apos;s.</source>
        <translation>请选择厂商提供的启动文件。</translation>
    </message>
    <message>
        <source>Choose a folder with jpg, png, bmp, tif or webp files, or a known data set&apos;s sequence.</source>
        <translation>请选择包含 jpg、png、bmp、tif 或 webp 文件的文件夹，或已知数据集的序列。</translation>
    </message>
    <message>
        <source>Choose another entry with `--like`; `trackbench models` lists them.</source>
        <translation>请用 `--like` 选择其他模型条目；`trackbench models` 可列出全部条目。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>Choose another model or bitstream, or run it on this computer.</source>
        <translation>请换用其他模型或比特流，或在本机运行。</translation>
    </message>
    <message>
        <source>Choose another name, or import its weights with `--as {name}`.</source>
        <translation>请换用其他名称，或用 `--as {name}` 导入其权重。</translation>
    </message>
    <message>
        <source>Choose another place or change its permissions.</source>
        <translation>请选择其他位置，或修改其权限。</translation>
    </message>
    <message>
        <source>Choose one of: {names}.</source>
        <translation>可选：{names}。</translation>
    </message>
    <message>
        <source>Choose the JSON that `icraft generate` wrote (its name ends in _BY.json or _ZG.json).</source>
        <translation>请选择 `icraft generate` 生成的 JSON（文件名以 _BY.json 或 _ZG.json 结尾）。</translation>
    </message>
    <message>
        <source>Choose the folder that a recording was written to.</source>
        <translation>请选择保存录制结果的文件夹。</translation>
    </message>
    <message>
        <source>Choose the model before importing, or `trackbench models import {files} --as {first}`.</source>
        <translation>请先选择模型再导入，或运行 `trackbench models import {files} --as {first}`。</translation>
    </message>
    <message>
        <source>Choose the network that belongs to this catalog entry.</source>
        <translation>请选择与该模型条目对应的网络。</translation>
    </message>
    <message>
        <source>Choose the private key (not the .pub file) and give its passphrase.</source>
        <translation>请选择私钥（不是 .pub 文件）并输入其口令。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>系统时间</translation>
    </message>
    <message>
        <source>Compare it with the board&apos;s own and accept it if they agree.</source>
        <translation>请与开发板自身的密钥核对，一致后再接受。</translation>
    </message>
    <message>
        <source>Connect again before you restart the board. The earlier file is {backup} there and {copy} here.</source>
        <translation>重启开发板之前请先重新连接。原文件在板上为 {backup}，在本机为 {copy}。</translation>
    </message>
    <message>
        <source>Copy both files again from where the model was compiled.</source>
        <translation>请从编译模型的位置重新复制这两个文件。</translation>
    </message>
    <message>
        <source>Copying {name} to the board</source>
        <translation>正在将 {name} 复制到开发板</translation>
    </message>
    <message>
        <source>Correct it there, or give user, port and key with the address.</source>
        <translation>请在该文件中修正，或在地址中给出用户名、端口和密钥。</translation>
    </message>
    <message>
        <source>Correct the named line, or remove the file to use the built-in catalog.</source>
        <translation>请修正所指的行，或删除该文件以使用内置模型清单。</translation>
    </message>
    <message>
        <source>Cut at the edge</source>
        <translation>边缘裁剪</translation>
    </message>
    <message>
        <source>Cut boxes and keypoints at the edges of the frame</source>
        <translation>将框和关键点限制在画面边缘以内</translation>
    </message>
    <message>
        <source>Cut boxes at the edges of the frame</source>
        <translation>将框限制在画面边缘以内</translation>
    </message>
    <message>
        <source>Demo detector of people</source>
        <translation>演示人体检测器</translation>
    </message>
    <message>
        <source>Demo tracker</source>
        <translation>演示跟踪器</translation>
    </message>
    <message>
        <source>Demo tracker, E.T.Track&apos;s interface</source>
        <translation>演示跟踪器（E.T.Track 接口）</translation>
    </message>
    <message>
        <source>Demo tracker, SiamRPN&apos;s interface</source>
        <translation>演示跟踪器（SiamRPN 接口）</translation>
    </message>
    <message>
        <source>Detections above this may carry on a track</source>
        <translation>得分高于此值的检测框可延续已有轨迹</translation>
    </message>
    <message>
        <source>Device nodes</source>
        <translation>设备节点</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>Does the board start from {file}? See the board&apos;s profile.</source>
        <translation>开发板是否从 {file} 启动？请查看开发板配置。</translation>
    </message>
    <message>
        <source>Draw it round what is to be followed, at least {least:g} pixels wide and high.</source>
        <translation>请框住要跟踪的目标，宽和高至少 {least:g} 像素。</translation>
    </message>
    <message>
        <source>E.T.Track</source>
        <translation>E.T.Track</translation>
    </message>
    <message>
        <source>E.T.Track for Icraft, 16 bit</source>
        <translation>E.T.Track（Icraft，16 位）</translation>
    </message>
    <message>
        <source>E.T.Track for Icraft, 8 bit</source>
        <translation>E.T.Track（Icraft，8 位）</translation>
    </message>
    <message>
        <source>Enter what it has in the board&apos;s profile.</source>
        <translation>请在开发板配置中填写它提供的硬算子。</translation>
    </message>
    <message>
        <source>Everything written so far is kept. Free some space or choose another folder.</source>
        <translation>已写入的内容会保留。请释放空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Expected: {expected}.</source>
        <translation>应为：{expected}。</translation>
    </message>
    <message>
        <source>Files of up to {limit:.0f} MB can be read.</source>
        <translation>最大可读取 {limit:.0f} MB 的文件。</translation>
    </message>
    <message>
        <source>For example 192.168.125.171/24.</source>
        <translation>例如 192.168.125.171/24。</translation>
    </message>
    <message>
        <source>For example eth0.</source>
        <translation>例如 eth0。</translation>
    </message>
    <message>
        <source>For example http://192.168.125.171:8000.</source>
        <translation>例如 http://192.168.125.171:8000。</translation>
    </message>
    <message>
        <source>For example root@192.168.125.171 or 127.0.0.1:2222.</source>
        <translation>例如 root@192.168.125.171 或 127.0.0.1:2222。</translation>
    </message>
    <message>
        <source>Formats for it: {known}.</source>
        <translation>可用格式：{known}。</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Frames are counted from 0 here.</source>
        <translation>此文件的帧号从 0 起。</translation>
    </message>
    <message>
        <source>Frames between two looks; 0 keeps the first template</source>
        <translation>两次模板更新的间隔帧数；0 表示始终使用初始模板</translation>
    </message>
    <message>
        <source>Get the file from its home ({source}) and use `trackbench models import FILE --as {entry}`.</source>
        <translation>请从其来源（{source}）获取文件，然后运行 `trackbench models import FILE --as {entry}`。</translation>
    </message>
    <message>
        <source>Give the adapter that its cable is in an address beside the board&apos;s, for example {example}.</source>
        <translation>请为连接开发板的网卡设置与开发板同网段的地址，例如 {example}。</translation>
    </message>
    <message>
        <source>Give the first box with --init x,y,w,h, or --init-from-gt where the source has ground truth.</source>
        <translation>请用 --init x,y,w,h 指定初始框；视频源带真值时可用 --init-from-gt。</translation>
    </message>
    <message>
        <source>Give the first box with --init x,y,w,h.</source>
        <translation>请用 --init x,y,w,h 指定初始框。</translation>
    </message>
    <message>
        <source>Give the token with which the agent was started there.</source>
        <translation>请提供启动该板端代理时所用的令牌。</translation>
    </message>
    <message>
        <source>High score</source>
        <translation>高分阈值</translation>
    </message>
    <message>
        <source>Host key</source>
        <translation>主机密钥</translation>
    </message>
    <message>
        <source>How long a lost track can be found again, counted at 30 frames per second</source>
        <translation>轨迹丢失后多少帧内仍可找回，按 30 帧/秒计</translation>
    </message>
    <message>
        <source>How much a change of size or shape costs</source>
        <translation>尺寸或形状变化的惩罚力度</translation>
    </message>
    <message>
        <source>&apos;{field}&apos; is not a number</source>
        <translation>“{field}”不是数字</translation>
    </message>
    <message>
        <source>Cosine window</source>
        <translation>余弦窗权重</translation>
    </message>
    <message>
        <source>Demo detector of poses</source>
        <translation>演示姿态检测器</translation>
    </message>
    <message>
        <source>Detections above this may match any track</source>
        <translation>得分高于此值的检测框可匹配任意轨迹</translation>
    </message>
    <message>
        <source>How much of the new size the box takes on, at full score</source>
        <translation>得分为满分时，框采纳新尺寸的程度</translation>
    </message>
    <message>
        <source>If the board was set up anew, remove its line from {known_hosts}; otherwise something else answers in its place.</source>
        <translation>若开发板重装过系统，请从 {known_hosts} 中删除对应的行；否则说明应答的并非该开发板。</translation>
    </message>
    <message>
        <source>Import it with `trackbench models import`, fetch it, or name it with --weights.</source>
        <translation>请用 `trackbench models import` 导入、下载，或用 --weights 指定文件。</translation>
    </message>
    <message>
        <source>Import the file with `trackbench models import {file} --as {entry}` or fetch it with {fetch}.</source>
        <translation>请用 `trackbench models import {file} --as {entry}` 导入文件，或用 {fetch} 下载。</translation>
    </message>
    <message>
        <source>Import the file with `trackbench models import {file} --as {entry}`.</source>
        <translation>请用 `trackbench models import {file} --as {entry}` 导入文件。</translation>
    </message>
    <message>
        <source>Inference-Header-Content-Length is no number</source>
        <translation>Inference-Header-Content-Length 不是数字</translation>
    </message>
    <message>
        <source>Install Python 3.7 or newer with numpy, or set its path in the profile.</source>
        <translation>请安装 Python 3.7 或更高版本及 numpy，或在开发板配置中设置其路径。</translation>
    </message>
    <message>
        <source>Install all of them in {version}.</source>
        <translation>请全部安装 {version} 版本。</translation>
    </message>
    <message>
        <source>Install it from a file of this computer.</source>
        <translation>请从本机文件安装。</translation>
    </message>
    <message>
        <source>Install it in the runtime&apos;s version.</source>
        <translation>请安装与运行时相同的版本。</translation>
    </message>
    <message>
        <source>Install it with `trackbench board bitstreams {host} install {name}`; the board is restarted.</source>
        <translation>请用 `trackbench board bitstreams {host} install {name}` 安装；开发板会重启。</translation>
    </message>
    <message>
        <source>Install it: pip install &quot;trackbench[serial]&quot;.</source>
        <translation>请安装：pip install &quot;trackbench[serial]&quot;。</translation>
    </message>
    <message>
        <source>Install the {family} runtime packages on the board.</source>
        <translation>请在开发板上安装 {family} 运行时软件包。</translation>
    </message>
    <message>
        <source>Is it an Open Inference Protocol server of version 2, and is this its right address?</source>
        <translation>请确认它是 Open Inference Protocol v2 服务器，且地址正确。</translation>
    </message>
    <message>
        <source>Is it plugged in, does no other program hold it, and may you use it (group dialout)?</source>
        <translation>请确认串口已插好、未被其他程序占用，且当前用户有权使用（dialout 组）。</translation>
    </message>
    <message>
        <source>Is it powered and on this network, and is the address right?</source>
        <translation>请确认开发板已上电、在同一网络中，且地址正确。</translation>
    </message>
    <message>
        <source>It answers again, but is not well</source>
        <translation>已恢复应答，但状态不正常</translation>
    </message>
    <message>
        <source>It cannot be told from {files} alone what it belongs to: {names}.</source>
        <translation>仅凭 {files} 无法判断属于哪个模型：{names}。</translation>
    </message>
    <message>
        <source>It has a section `imodel` that names a folder (`dir`, or `net1_dir` and `net2_dir`).</source>
        <translation>该文件应含 `imodel` 段，并在其中指定文件夹（`dir`，或 `net1_dir` 和 `net2_dir`）。</translation>
    </message>
    <message>
        <source>It has {count} frames; choose --frames within them.</source>
        <translation>它共有 {count} 帧；--frames 请勿超出此范围。</translation>
    </message>
    <message>
        <source>It is started again by itself: try again. If it crashes again, the model or its inputs do not fit.</source>
        <translation>运行时会自动重启，请重试。若再次崩溃，说明模型或其输入不匹配。</translation>
    </message>
    <message>
        <source>It is tried again in the background. Check its power and the network.</source>
        <translation>正在后台重试。请检查设备电源和网络。</translation>
    </message>
    <message>
        <source>It is {backup} on the board and {copy} here; make it {boot_file} again and restart the board.</source>
        <translation>原启动文件在板上为 {backup}，在本机为 {copy}；请将其恢复为 {boot_file}，然后重启开发板。</translation>
    </message>
    <message>
        <source>It may be damaged, incomplete, or of another kind: try to play it in a media player.</source>
        <translation>文件可能已损坏、不完整或不是视频，可用播放器试播。</translation>
    </message>
    <message>
        <source>It may be overloaded or hang; look at its log, or start it again.</source>
        <translation>它可能过载或卡死；请查看其日志，或重新启动。</translation>
    </message>
    <message>
        <source>It may be truncated or of another format; compare its size with the catalog and fetch it again.</source>
        <translation>文件可能被截断或格式不符；请对照模型清单中的大小，并重新下载。</translation>
    </message>
    <message>
        <source>It needs Python 3.7 or newer with numpy and the runtime&apos;s own package.</source>
        <translation>需要 Python 3.7 或更高版本、numpy 以及运行时自带的 Python 包。</translation>
    </message>
    <message>
        <source>It was not installed. Try again, or import a copy you trust with `trackbench models import`.</source>
        <translation>文件未安装。请重试，或用 `trackbench models import` 导入可信的副本。</translation>
    </message>
    <message>
        <source>Its default is used. Change it in the settings dialog.</source>
        <translation>已改用默认值。可在设置对话框中修改。</translation>
    </message>
    <message>
        <source>Its log says more; another program may hold the accelerator.</source>
        <translation>详情见其日志；加速器可能被其他程序占用。</translation>
    </message>
    <message>
        <source>Its log says more; check that the model fits the runtime there.</source>
        <translation>详情见其日志；请确认模型与该处的运行时匹配。</translation>
    </message>
    <message>
        <source>Its log: {log}</source>
        <translation>其日志：{log}</translation>
    </message>
    <message>
        <source>Keep class</source>
        <translation>类别一致</translation>
    </message>
    <message>
        <source>Keep lost</source>
        <translation>丢失保留时长</translation>
    </message>
    <message>
        <source>Known detectors: {known}.</source>
        <translation>已知检测器：{known}。</translation>
    </message>
    <message>
        <source>Known models: {known}.</source>
        <translation>已知模型：{known}。</translation>
    </message>
    <message>
        <source>Known trackers: {known}.</source>
        <translation>已知跟踪器：{known}。</translation>
    </message>
    <message>
        <source>Known: {names}.</source>
        <translation>已知的有：{names}。</translation>
    </message>
    <message>
        <source>Largest distance (1 - IoU x score) of a track and a detection</source>
        <translation>轨迹与检测框匹配时允许的最大距离（1 - IoU x 得分）</translation>
    </message>
    <message>
        <source>Largest side of the search crop in target sizes</source>
        <translation>搜索区域边长的上限（目标尺寸的倍数）</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Leave them out.</source>
        <translation>请去掉这些字符。</translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation>Letterbox 填充</translation>
    </message>
    <message>
        <source>Letters, digits and signs of ASCII only.</source>
        <translation>只能使用 ASCII 字母、数字和符号。</translation>
    </message>
    <message>
        <source>Light person detector</source>
        <translation>轻量人体检测器</translation>
    </message>
    <message>
        <source>Lists lost tracks too, where they are believed to be</source>
        <translation>同时列出丢失的轨迹，位置为推测值</translation>
    </message>
    <message>
        <source>Log in as root; see whether the program exists on this image.</source>
        <translation>请以 root 身份登录，并检查此镜像中是否有该程序。</translation>
    </message>
    <message>
        <source>Log in as {user}.</source>
        <translation>请以 {user} 身份登录。</translation>
    </message>
    <message>
        <source>Log-in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Look above</source>
        <translation>更新得分下限</translation>
    </message>
    <message>
        <source>Look every</source>
        <translation>更新间隔</translation>
    </message>
    <message>
        <source>Look where the board keeps its boot file, and enter that path in the board&apos;s profile.</source>
        <translation>请查明开发板的启动文件位置，并在开发板配置中填写该路径。</translation>
    </message>
    <message>
        <source>Look whether another program holds the device; models cannot be compared with it.</source>
        <translation>请检查设备是否被其他程序占用；目前无法判断模型与它是否匹配。</translation>
    </message>
    <message>
        <source>Look whether the vendor&apos;s driver is installed.</source>
        <translation>请检查是否已安装厂商驱动。</translation>
    </message>
    <message>
        <source>Look whether the vendor&apos;s driver is loaded (lsmod, dmesg) and whether this image has it.</source>
        <translation>请检查厂商驱动是否已加载（lsmod、dmesg），以及此镜像中是否包含该驱动。</translation>
    </message>
    <message>
        <source>Looking at the board and the file</source>
        <translation>正在检查开发板和文件</translation>
    </message>
    <message>
        <source>Lost below</source>
        <translation>丢失阈值</translation>
    </message>
    <message>
        <source>Low score</source>
        <translation>低分阈值</translation>
    </message>
    <message>
        <source>Match limit</source>
        <translation>匹配距离上限</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Most boxes</source>
        <translation>框数上限</translation>
    </message>
    <message>
        <source>Multiplies the overlap with the detection&apos;s score; off: as ByteTrack does for MOT20</source>
        <translation>将重叠度乘以检测得分；关闭时与 ByteTrack 在 MOT20 上的做法一致</translation>
    </message>
    <message>
        <source>Name one with --like: {names}.</source>
        <translation>请用 --like 指定一个：{names}。</translation>
    </message>
    <message>
        <source>Nearest: {lines}. Give the files of one model, all of them and no others; if it works like one of these, `--new NAME --like {first}` makes an entry of its own.</source>
        <translation>最接近的有：{lines}。请只给出同一模型的全部文件；若该模型与其中某个用法相同，可用 `--new NAME --like {first}` 新建模型条目。</translation>
    </message>
    <message>
        <source>No answer for {seconds:g} s</source>
        <translation>已有 {seconds:g} 秒没有应答</translation>
    </message>
    <message>
        <source>No answer from {host} in {waited_s:g} s; this computer has no address in its network ({way}).</source>
        <translation>{host} 在 {waited_s:g} 秒内没有应答；本机没有与其同网段的地址（{way}）。</translation>
    </message>
    <message>
        <source>One inference</source>
        <translation>单次推理</translation>
    </message>
    <message>
        <source>Overlap limit</source>
        <translation>重叠上限</translation>
    </message>
    <message>
        <source>ProxyCommand is not carried out here; ProxyJump works</source>
        <translation>不支持 ProxyCommand，可改用 ProxyJump</translation>
    </message>
    <message>
        <source>Putting the earlier one back</source>
        <translation>正在恢复原启动文件</translation>
    </message>
    <message>
        <source>Remove files from the board (`trackbench board models HOST remove NAME`), then try again.</source>
        <translation>请删除板上的部分文件（`trackbench board models HOST remove NAME`），然后重试。</translation>
    </message>
    <message>
        <source>Rename the file so that its name says which bitstream it is.</source>
        <translation>请重命名该文件，使文件名标明是哪个比特流。</translation>
    </message>
    <message>
        <source>Replacing {file}</source>
        <translation>正在替换 {file}</translation>
    </message>
    <message>
        <source>Restart it by hand: power off and on.</source>
        <translation>请手动重启：断电后重新上电。</translation>
    </message>
    <message>
        <source>Restart the board.</source>
        <translation>请重启开发板。</translation>
    </message>
    <message>
        <source>See whether the board is on there, and whether the jump host allows TCP forwarding.</source>
        <translation>请检查开发板是否已上电，以及跳板机是否允许 TCP 转发。</translation>
    </message>
    <message>
        <source>See whether the model was compiled for this board.</source>
        <translation>请确认模型是为此开发板编译的。</translation>
    </message>
    <message>
        <source>Serial consoles need the package pyserial, which is not installed.</source>
        <translation>使用串口控制台需要软件包 pyserial，但尚未安装。</translation>
    </message>
    <message>
        <source>Starting the board anew</source>
        <translation>正在重启开发板</translation>
    </message>
    <message>
        <source>Stop it where it was started, or restart the board.</source>
        <translation>请在启动它的地方停止，或重启开发板。</translation>
    </message>
    <message>
        <source>Stop what else runs over it; its SSH server may allow too few sessions (MaxSessions).</source>
        <translation>请停止占用该连接的其他操作；其 SSH 服务器允许的会话数可能过少（MaxSessions）。</translation>
    </message>
    <message>
        <source>Stop {service} and check the board; the earlier boot file is {backup}.</source>
        <translation>请停止 {service} 后检查开发板；原启动文件为 {backup}。</translation>
    </message>
    <message>
        <source>Switch it off and on once. If it stays silent, write {copy} with a card reader to where the card has {boot_file}.</source>
        <translation>请断电后重新上电一次。若仍无应答，请用读卡器将 {copy} 写入存储卡，覆盖 {boot_file}。</translation>
    </message>
    <message>
        <source>The SSH configuration {path} cannot be used for {host}: {reason}.</source>
        <translation>SSH 配置 {path} 无法用于 {host}：{reason}。</translation>
    </message>
    <message>
        <source>The bitstream {name} cannot be loaded on {host} while it runs: a board takes one when it starts.</source>
        <translation>{host} 运行期间无法加载比特流 {name}：开发板只在启动时加载比特流。</translation>
    </message>
    <message>
        <source>The board did not come back in {waited_s:g} s after it was started with {name}.</source>
        <translation>用 {name} 重启后，开发板在 {waited_s:g} 秒内没有恢复。</translation>
    </message>
    <message>
        <source>The board has rebooted and is connected again</source>
        <translation>开发板已重启并重新连接</translation>
    </message>
    <message>
        <source>The board is connected again</source>
        <translation>开发板已重新连接</translation>
    </message>
    <message>
        <source>The target was shown in frame {frames}: the file gives no box there.</source>
        <translation>第 {frames} 帧指定了目标：文件在该处没有给出框。</translation>
    </message>
    <message>
        <source>fixed: 288 pixels; adaptive: 256 for targets that are large at the start. Without effect on a network that takes search crops of one size only</source>
        <translation>fixed：288 像素；adaptive：初始目标较大时用 256 像素。对搜索区域尺寸固定的网络不起作用</translation>
    </message>
    <message>
        <source>frame numbers start at 0, found {frame}</source>
        <translation>帧号从 0 起，实际为 {frame}</translation>
    </message>
    <message>
        <source>frame {found} is not a whole number from {first} to {last}</source>
        <translation>帧号 {found} 不是 {first} 到 {last} 之间的整数</translation>
    </message>
    <message>
        <source>frame {frame}: a number is missing</source>
        <translation>第 {frame} 帧：缺少数值</translation>
    </message>
    <message>
        <source>frame {frame}: an identity appears twice</source>
        <translation>第 {frame} 帧：同一 ID 出现两次</translation>
    </message>
    <message>
        <source>it has {found} image input(s) instead of {wanted}</source>
        <translation>它有 {found} 个图像输入，应为 {wanted} 个</translation>
    </message>
    <message>
        <source>it needs one image input in each of two networks, or two in one; found: {found}</source>
        <translation>需要两个网络各有一个图像输入，或一个网络有两个；实际为：{found}</translation>
    </message>
    <message>
        <source>it needs one image input; found: {found}</source>
        <translation>需要一个图像输入；实际为：{found}</translation>
    </message>
    <message>
        <source>it needs one output of features and one float input for it; found: {made} and {wanted}</source>
        <translation>需要一个特征输出和一个接收它的浮点输入；实际为：{made} 和 {wanted}</translation>
    </message>
    <message>
        <source>it needs two image inputs of fixed sizes, template and search; found: {found}</source>
        <translation>需要模板和搜索区域两个固定尺寸的图像输入；实际为：{found}</translation>
    </message>
    <message>
        <source>its image inputs have to be square; found: {found}</source>
        <translation>其图像输入必须为正方形；实际为：{found}</translation>
    </message>
    <message>
        <source>the board did not start anew</source>
        <translation>开发板没有重启</translation>
    </message>
    <message>
        <source>the board does not tell its process</source>
        <translation>开发板未给出其进程号</translation>
    </message>
    <message>
        <source>the board does not tell which bitstream runs</source>
        <translation>开发板未报告运行中的比特流</translation>
    </message>
    <message>
        <source>the board reports {found} instead of {wanted}</source>
        <translation>开发板报告的是 {found}，应为 {wanted}</translation>
    </message>
    <message>
        <source>the board starts from a {ending} file</source>
        <translation>开发板从 {ending} 文件启动</translation>
    </message>
    <message>
        <source>the board still reports {found}</source>
        <translation>开发板报告的仍是 {found}</translation>
    </message>
    <message>
        <source>the board&apos;s own boot file has that name</source>
        <translation>与开发板自身的启动文件同名</translation>
    </message>
    <message>
        <source>the connection was lost when the device was opened</source>
        <translation>打开设备时连接中断</translation>
    </message>
    <message>
        <source>the copy differs from {source}</source>
        <translation>副本与 {source} 不一致</translation>
    </message>
    <message>
        <source>the earlier file</source>
        <translation>原启动文件</translation>
    </message>
    <message>
        <source>the file asks for a simulation on the host; the entry is for the board</source>
        <translation>文件要求在主机上仿真；此模型条目用于开发板</translation>
    </message>
    <message>
        <source>the file switches the MMU off, but the model was compiled so that it needs it</source>
        <translation>文件关闭了 MMU，但模型编译时要求使用 MMU</translation>
    </message>
    <message>
        <source>the graph states no checksum</source>
        <translation>计算图未给出校验和</translation>
    </message>
    <message>
        <source>the key {key} is not known and was left out</source>
        <translation>未知的键 {key}，已略过</translation>
    </message>
    <message>
        <source>the key {path}</source>
        <translation>密钥 {path}</translation>
    </message>
    <message>
        <source>the output {names} is not finite for zeros</source>
        <translation>输入全为零时，输出 {names} 不是有限值</translation>
    </message>
    <message>
        <source>there is a folder of that name</source>
        <translation>存在同名文件夹</translation>
    </message>
    <message>
        <source>there is no agent that could load one</source>
        <translation>没有可加载模型的板端代理</translation>
    </message>
    <message>
        <source>there is no model on the board yet</source>
        <translation>板上尚无模型</translation>
    </message>
    <message>
        <source>there is no such family</source>
        <translation>没有此开发板系列</translation>
    </message>
    <message>
        <source>there is no {ending} file of it on the board</source>
        <translation>板上没有它的 {ending} 文件</translation>
    </message>
    <message>
        <source>two of the files have that name</source>
        <translation>有两个文件同名</translation>
    </message>
    <message>
        <source>ultralytics: grey 114 around the frame, whose new sides are rounded; rdk, as the board&apos;s samples: grey 127, new sides cut to whole pixels</source>
        <translation>ultralytics：四周填充灰度 114，缩放后的边长四舍五入；rdk（与板端示例一致）：填充灰度 127，缩放后的边长向下取整</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>whether {board} has an MMU is not known</source>
        <translation>{board} 是否有 MMU 未知</translation>
    </message>
    <message>
        <source>whether {board} has {operators} is not known</source>
        <translation>{board} 是否有 {operators} 未知</translation>
    </message>
    <message>
        <source>{command!r} on the console ended with {exit_code}: {answer}.</source>
        <translation>控制台上的 {command!r} 以 {exit_code} 退出：{answer}。</translation>
    </message>
    <message>
        <source>{count} frames appear twice; the later one counts.</source>
        <translation>{count} 帧重复出现，以后出现的为准。</translation>
    </message>
    <message>
        <source>{count} numbers are neither a box (4) nor a polygon (6, 8, 10, ...)</source>
        <translation>{count} 个数字既不构成框（4 个），也不构成多边形（6、8、10……个）</translation>
    </message>
    <message>
        <source>Name all its files together: `trackbench models import FILE FILE ...`.</source>
        <translation>请一次指定它的全部文件：`trackbench models import FILE FILE ...`。</translation>
    </message>
    <message>
        <source>A subgraph on the BPU is one entry: only the whole time and the CPU&apos;s nodes are measured.</source>
        <translation>BPU 上的子图只算一项：只测量总时间和 CPU 节点的时间。</translation>
    </message>
    <message>
        <source>AICore load of npu-smi.</source>
        <translation>npu-smi 给出的 AICore 负载。</translation>
    </message>
    <message>
        <source>DDR and CPU; the BPU&apos;s only while it works.</source>
        <translation>DDR 和 CPU；BPU 温度仅在其工作时可读。</translation>
    </message>
    <message>
        <source>Load of the accelerator</source>
        <translation>加速器负载</translation>
    </message>
    <message>
        <source>Name one file per network, in this order, separated by commas.</source>
        <translation>请按此顺序为每个网络指定一个文件，以逗号分隔。</translation>
    </message>
    <message>
        <source>Named by the opened device.</source>
        <translation>由打开的设备给出。</translation>
    </message>
    <message>
        <source>Names or numbers with commas between; empty: all</source>
        <translation>名称或编号，以逗号分隔；留空表示全部</translation>
    </message>
    <message>
        <source>NanoTrack v2</source>
        <translation>NanoTrack v2</translation>
    </message>
    <message>
        <source>New look</source>
        <translation>新外观权重</translation>
    </message>
    <message>
        <source>New track margin</source>
        <translation>新建轨迹余量</translation>
    </message>
    <message>
        <source>No answer from {host} in {waited_s:g} s.</source>
        <translation>{host} 在 {waited_s:g} 秒内没有应答。</translation>
    </message>
    <message>
        <source>No command for it is documented.</source>
        <translation>没有公开的查询命令。</translation>
    </message>
    <message>
        <source>No model of the catalog takes {files}.</source>
        <translation>模型清单中没有可使用 {files} 的模型。</translation>
    </message>
    <message>
        <source>No picture from {title} for {waited_s:.3g} s.</source>
        <translation>{title} 已有 {waited_s:.3g} 秒没有画面。</translation>
    </message>
    <message>
        <source>No space left while writing {path}.</source>
        <translation>写入 {path} 时磁盘空间不足。</translation>
    </message>
    <message>
        <source>Nothing in the catalog is like it.</source>
        <translation>模型清单中没有与之相近的模型。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未作任何更改。</translation>
    </message>
    <message>
        <source>Objectness times class must be above this</source>
        <translation>物体得分与类别得分之积须高于此值</translation>
    </message>
    <message>
        <source>Of npu-smi.</source>
        <translation>由 npu-smi 给出。</translation>
    </message>
    <message>
        <source>Of two boxes that overlap by more, the better one stays</source>
        <translation>两框重叠度超过此值时，只保留得分较高者</translation>
    </message>
    <message>
        <source>Only by the runtime&apos;s profiler.</source>
        <translation>只能由运行时的剖析工具获得。</translation>
    </message>
    <message>
        <source>Only looks with at least this score are taken in</source>
        <translation>得分不低于此值时才更新模板</translation>
    </message>
    <message>
        <source>Only offline: msprof writes them to op_summary files.</source>
        <translation>仅支持离线：msprof 将其写入 op_summary 文件。</translation>
    </message>
    <message>
        <source>Only some versions of ais_bench tell.</source>
        <translation>仅部分版本的 ais_bench 提供。</translation>
    </message>
    <message>
        <source>Only where the kernel has a thermal zone.</source>
        <translation>仅当内核提供 thermal zone 时可用。</translation>
    </message>
    <message>
        <source>Open it with a newer Trackbench.</source>
        <translation>请用更新版本的 Trackbench 打开。</translation>
    </message>
    <message>
        <source>Per operator.</source>
        <translation>按算子给出。</translation>
    </message>
    <message>
        <source>Per operator: total, copies, hardware and the rest.</source>
        <translation>按算子给出总时间、拷贝、硬件和其余时间。</translation>
    </message>
    <message>
        <source>Percent of the BPU.</source>
        <translation>BPU 占用百分比。</translation>
    </message>
    <message>
        <source>Plug it in again; it is picked up by itself.</source>
        <translation>请重新插上，程序会自动恢复。</translation>
    </message>
    <message>
        <source>Record it first, then open the recording.</source>
        <translation>请先录制，再打开录制结果。</translation>
    </message>
    <message>
        <source>Remove files from the board.</source>
        <translation>请删除板上的部分文件。</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>请重命名该文件。</translation>
    </message>
    <message>
        <source>Replace the file or take it out of the folder.</source>
        <translation>请替换该文件，或将其移出文件夹。</translation>
    </message>
    <message>
        <source>Reported boxes</source>
        <translation>输出框</translation>
    </message>
    <message>
        <source>Results are CSV or text files of boxes, JSON lists of poses, or folders of recordings.</source>
        <translation>结果可以是框的 CSV 或文本文件、姿态的 JSON 列表，或录制结果文件夹。</translation>
    </message>
    <message>
        <source>Results of the task {task!r} cannot be written as {format!r}.</source>
        <translation>任务 {task!r} 的结果无法写为 {format!r} 格式。</translation>
    </message>
    <message>
        <source>Results of up to {limit} frames can be read; choose a shorter part, or check the first column.</source>
        <translation>最多可读取 {limit} 帧的结果；请截取较短的一段，或检查第一列。</translation>
    </message>
    <message>
        <source>Running bitstream</source>
        <translation>运行中的比特流</translation>
    </message>
    <message>
        <source>Running {network} failed.</source>
        <translation>{network} 运行失败。</translation>
    </message>
    <message>
        <source>Runtime version and packages</source>
        <translation>运行时版本与软件包</translation>
    </message>
    <message>
        <source>SSH server answers</source>
        <translation>SSH 服务器应答</translation>
    </message>
    <message>
        <source>Score above</source>
        <translation>得分下限</translation>
    </message>
    <message>
        <source>Scores below this mean lost</source>
        <translation>得分低于此值即判为丢失</translation>
    </message>
    <message>
        <source>Scores below this mean lost; at 0.5 target and background are equally likely. The box moves on all the same</source>
        <translation>得分低于此值即判为丢失；0.5 表示目标与背景的可能性相同。判为丢失后框仍会继续移动</translation>
    </message>
    <message>
        <source>Scores below this mean lost; in the mode opencv no score is too low</source>
        <translation>得分低于此值即判为丢失；opencv 模式下得分再低也不判为丢失</translation>
    </message>
    <message>
        <source>Scores below this mean lost; the box moves on all the same</source>
        <translation>得分低于此值即判为丢失；判为丢失后框仍会继续移动</translation>
    </message>
    <message>
        <source>Search size</source>
        <translation>搜索区域大小</translation>
    </message>
    <message>
        <source>See `trackbench models show {entry}` for what it takes.</source>
        <translation>可用 `trackbench models show {entry}` 查看它需要的文件。</translation>
    </message>
    <message>
        <source>See the details; an input of another size or type is the usual cause.</source>
        <translation>请查看详情；常见原因是输入的尺寸或类型不符。</translation>
    </message>
    <message>
        <source>See whether date works there.</source>
        <translation>请检查板上 date 命令是否可用。</translation>
    </message>
    <message>
        <source>See whether df works there.</source>
        <translation>请检查板上 df 命令是否可用。</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Set it: date -s, or a time server.</source>
        <translation>请用 date -s 或时间服务器校准。</translation>
    </message>
    <message>
        <source>Shape penalty</source>
        <translation>形变惩罚</translation>
    </message>
    <message>
        <source>Share of the cosine window, which prefers the old place</source>
        <translation>余弦窗所占的比重；余弦窗偏向原位置</translation>
    </message>
    <message>
        <source>Share of the newest look in the template</source>
        <translation>最新外观在模板中的占比</translation>
    </message>
    <message>
        <source>Share of the old size in the new one</source>
        <translation>新尺寸中旧尺寸的占比</translation>
    </message>
    <message>
        <source>Show lost</source>
        <translation>显示丢失轨迹</translation>
    </message>
    <message>
        <source>SiamRPN++ (AlexNet)</source>
        <translation>SiamRPN++（AlexNet）</translation>
    </message>
    <message>
        <source>SiamRPN++ (ResNet-50)</source>
        <translation>SiamRPN++（ResNet-50）</translation>
    </message>
    <message>
        <source>SiamRPN++ for Ascend 310</source>
        <translation>SiamRPN++（Ascend 310）</translation>
    </message>
    <message>
        <source>Side of the search crop in target sizes</source>
        <translation>搜索区域的边长（目标尺寸的倍数）</translation>
    </message>
    <message>
        <source>Size inertia</source>
        <translation>尺寸惯性</translation>
    </message>
    <message>
        <source>Small letters, digits, dots, dashes and underscores; a letter or digit first.</source>
        <translation>可用小写字母、数字、点、连字符和下划线，并以字母或数字开头。</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>出错了。</translation>
    </message>
    <message>
        <source>Start the SSH server on the board (systemctl start sshd) or correct the port.</source>
        <translation>请在板上启动 SSH 服务器（systemctl start sshd），或修正端口。</translation>
    </message>
    <message>
        <source>Start the run again; if it ends again, the model may not suit the runtime.</source>
        <translation>请重新运行；若再次退出，可能是模型与运行时不匹配。</translation>
    </message>
    <message>
        <source>Stop that program.</source>
        <translation>请停止该程序。</translation>
    </message>
    <message>
        <source>Stretches how long lost tracks are kept</source>
        <translation>按帧率换算丢失轨迹的保留时长</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The agent did not start on {host}: {reason}.</source>
        <translation>板端代理未能在 {host} 上启动：{reason}。</translation>
    </message>
    <message>
        <source>The agent on the board has ended ({exit_code}): {last_line}.</source>
        <translation>板端代理已退出（{exit_code}）：{last_line}。</translation>
    </message>
    <message>
        <source>The best ones, no more than these</source>
        <translation>只保留得分最高的若干个框</translation>
    </message>
    <message>
        <source>The board may be busy or hang; try again or restart it.</source>
        <translation>开发板可能繁忙或卡死；请重试，或重启开发板。</translation>
    </message>
    <message>
        <source>The board says nothing on its console that was expected ({wanted}) in {waited_s:g} s.</source>
        <translation>{waited_s:g} 秒内，开发板控制台没有出现预期内容（{wanted}）。</translation>
    </message>
    <message>
        <source>The catalog {path} cannot be used: {reason}.</source>
        <translation>模型清单 {path} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The connection is lost</source>
        <translation>连接已中断</translation>
    </message>
    <message>
        <source>The connection to {host} is lost.</source>
        <translation>与 {host} 的连接已中断。</translation>
    </message>
    <message>
        <source>The connection to {host} was lost while {boot_file} was replaced: it is the old file or the new one.</source>
        <translation>替换 {boot_file} 时与 {host} 的连接中断：该文件可能是旧文件，也可能已是新文件。</translation>
    </message>
    <message>
        <source>The connection to {where} was lost: {reason}.</source>
        <translation>与 {where} 的连接已中断：{reason}。</translation>
    </message>
    <message>
        <source>The console does not let {user} in.</source>
        <translation>控制台拒绝 {user} 登录。</translation>
    </message>
    <message>
        <source>The defaults are used and the file is left as it is. Update Trackbench to use it.</source>
        <translation>已改用默认值，文件保持不变。请升级 Trackbench 后使用。</translation>
    </message>
    <message>
        <source>The defaults are used; a copy of the file is kept when settings are next saved.</source>
        <translation>已改用默认值；下次保存设置时会保留原文件的副本。</translation>
    </message>
    <message>
        <source>The demo target was not followed in the window within {waited_s:g} s.</source>
        <translation>演示目标在 {waited_s:g} 秒内未能在窗口中被跟踪。</translation>
    </message>
    <message>
        <source>The detections in {path} cannot be read: {reason}.</source>
        <translation>无法读取 {path} 中的检测结果：{reason}。</translation>
    </message>
    <message>
        <source>The file has no scores; every score is taken to be 1.</source>
        <translation>文件中没有得分，均按 1 处理。</translation>
    </message>
    <message>
        <source>The file is empty: nothing was followed.</source>
        <translation>文件为空：没有任何跟踪结果。</translation>
    </message>
    <message>
        <source>The ground truth in {path} cannot be read: {reason}.</source>
        <translation>无法读取 {path} 中的真值：{reason}。</translation>
    </message>
    <message>
        <source>The jump host {jump} does not lead on to {host}:{port}: {reason}.</source>
        <translation>跳板机 {jump} 未能转接到 {host}:{port}：{reason}。</translation>
    </message>
    <message>
        <source>The key file {path} cannot be used: {reason}.</source>
        <translation>密钥文件 {path} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The key of {host}:{port} has CHANGED: {algorithm} {fingerprint} instead of {known_fingerprints}. Nothing was sent.</source>
        <translation>{host}:{port} 的主机密钥已改变：现为 {algorithm} {fingerprint}，原为 {known_fingerprints}。未发送任何数据。</translation>
    </message>
    <message>
        <source>The key of {host}:{port} is not known here ({algorithm} {fingerprint}).</source>
        <translation>{host}:{port} 的主机密钥未知（{algorithm} {fingerprint}）。</translation>
    </message>
    <message>
        <source>The model {name} did not answer: {reason}.</source>
        <translation>模型 {name} 没有应答：{reason}。</translation>
    </message>
    <message>
        <source>The network file {path} does not exist.</source>
        <translation>网络文件 {path} 不存在。</translation>
    </message>
    <message>
        <source>The number of a picture (image_id) is taken as its frame, from 0.</source>
        <translation>图片编号（image_id）用作帧号，从 0 起。</translation>
    </message>
    <message>
        <source>The person&apos;s score must be above this</source>
        <translation>人体得分须高于此值</translation>
    </message>
    <message>
        <source>The recording {path} has version {found}; this program reads up to {known}.</source>
        <translation>录制结果 {path} 的版本为 {found}；本程序最高支持 {known}。</translation>
    </message>
    <message>
        <source>The runtime does not tell.</source>
        <translation>运行时不提供。</translation>
    </message>
    <message>
        <source>The runtime on {where} crashed: {reason}.</source>
        <translation>{where} 上的运行时崩溃：{reason}。</translation>
    </message>
    <message>
        <source>The serial port {device} cannot be used: {reason}.</source>
        <translation>串口 {device} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The server&apos;s answer cannot be used: {reason}.</source>
        <translation>服务器的应答无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The service could not be started again</source>
        <translation>服务未能重新启动</translation>
    </message>
    <message>
        <source>The service ended {count} times in {seconds:g} s; it is left alone now</source>
        <translation>服务在 {seconds:g} 秒内退出了 {count} 次，不再自动重启</translation>
    </message>
    <message>
        <source>The service has ended; its last line: {last}</source>
        <translation>服务已退出；最后一行：{last}</translation>
    </message>
    <message>
        <source>The service runs again on port {port}</source>
        <translation>服务已在端口 {port} 恢复运行</translation>
    </message>
    <message>
        <source>The setting {key!r} in {path} is not usable: {reason}.</source>
        <translation>{path} 中的设置 {key!r} 不可用：{reason}。</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be read.</source>
        <translation>无法读取设置文件 {path}。</translation>
    </message>
    <message>
        <source>The settings file {path} was written by a later version ({found}, this one knows {known}).</source>
        <translation>设置文件 {path} 由更新的版本写入（{found}，本程序支持 {known}）。</translation>
    </message>
    <message>
        <source>The sum of the hardware times of all hard operators, as the vendor quotes it.</source>
        <translation>所有硬算子的硬件时间之和，与厂商口径一致。</translation>
    </message>
    <message>
        <source>The video itself can be used; correct the file to see overlaps.</source>
        <translation>视频本身可以使用；修正真值文件后即可查看重叠度。</translation>
    </message>
    <message>
        <source>The virtual board did not start: {reason}.</source>
        <translation>虚拟板未能启动：{reason}。</translation>
    </message>
    <message>
        <source>Their accelerator is as it is; other models need other files only.</source>
        <translation>其加速器固定不变；更换模型只需更换模型文件。</translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation>现有：{known}。</translation>
    </message>
    <message>
        <source>There is a model called {name} already.</source>
        <translation>已有名为 {name} 的模型。</translation>
    </message>
    <message>
        <source>There is no bitstream {name} on {host}.</source>
        <translation>{host} 上没有比特流 {name}。</translation>
    </message>
    <message>
        <source>There is no detector called {name!r}.</source>
        <translation>没有名为 {name!r} 的检测器。</translation>
    </message>
    <message>
        <source>There is no model called {name!r} in the catalog.</source>
        <translation>模型清单中没有名为 {name!r} 的模型。</translation>
    </message>
    <message>
        <source>There is no model {name} on {host}.</source>
        <translation>{host} 上没有模型 {name}。</translation>
    </message>
    <message>
        <source>There is no tracker called {name!r}.</source>
        <translation>没有名为 {name!r} 的跟踪器。</translation>
    </message>
    <message>
        <source>There is no {path} on {host}, so its bitstream is kept elsewhere. Nothing was changed.</source>
        <translation>{host} 上没有 {path}，说明比特流存放在别处。未作任何更改。</translation>
    </message>
    <message>
        <source>There is no {path} on {host}.</source>
        <translation>{host} 上没有 {path}。</translation>
    </message>
    <message>
        <source>This box cannot be followed: {reason}.</source>
        <translation>无法跟踪此框：{reason}。</translation>
    </message>
    <message>
        <source>This family has none.</source>
        <translation>该系列没有比特流。</translation>
    </message>
    <message>
        <source>This version has no agent backend for a real {family} board yet.</source>
        <translation>本版本的板端代理尚不支持真实的 {family} 开发板。</translation>
    </message>
    <message>
        <source>Time of copies</source>
        <translation>拷贝时间</translation>
    </message>
    <message>
        <source>Time of the accelerator</source>
        <translation>加速器时间</translation>
    </message>
    <message>
        <source>Times of layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Trackers for it: {known}.</source>
        <translation>可用的跟踪器：{known}。</translation>
    </message>
    <message>
        <source>Try `trackbench board check`.</source>
        <translation>请试用 `trackbench board check`。</translation>
    </message>
    <message>
        <source>Upload it again, or try another one with --model.</source>
        <translation>请重新上传，或用 --model 换用其他模型。</translation>
    </message>
    <message>
        <source>Upload it first.</source>
        <translation>请先上传。</translation>
    </message>
    <message>
        <source>Upload one: trackbench board push HOST FILE.</source>
        <translation>请上传一个：trackbench board push HOST FILE。</translation>
    </message>
    <message>
        <source>Use it, or stop it where it was started; two of them cannot share the accelerator.</source>
        <translation>请使用它，或在启动它的地方停止；两个服务不能共用加速器。</translation>
    </message>
    <message>
        <source>Use rtsp, http, https, udp, rtp, tcp, srt or rtmp.</source>
        <translation>请使用 rtsp、http、https、udp、rtp、tcp、srt 或 rtmp。</translation>
    </message>
    <message>
        <source>Use the virtual board, or --board local.</source>
        <translation>请使用虚拟板，或 --board local。</translation>
    </message>
    <message>
        <source>VitTrack</source>
        <translation>VitTrack</translation>
    </message>
    <message>
        <source>Waiting for the board</source>
        <translation>正在等待开发板</translation>
    </message>
    <message>
        <source>Waiting for your answer</source>
        <translation>等待确认</translation>
    </message>
    <message>
        <source>Wall time round the synchronous execution, without copies.</source>
        <translation>同步执行的墙钟时间，不含拷贝。</translation>
    </message>
    <message>
        <source>Weigh by score</source>
        <translation>按得分加权</translation>
    </message>
    <message>
        <source>What listens on {host}:{port} is not an SSH server that can be spoken with.</source>
        <translation>{host}:{port} 上的程序不是可以通信的 SSH 服务器。</translation>
    </message>
    <message>
        <source>What was on the board before is unchanged; check space and permissions, then try again.</source>
        <translation>板上原有内容未变；请检查空间和权限后重试。</translation>
    </message>
    <message>
        <source>While lost, the search crop grows by this each frame</source>
        <translation>丢失期间，搜索区域每帧按此倍数扩大</translation>
    </message>
    <message>
        <source>Widen by</source>
        <translation>扩大倍数</translation>
    </message>
    <message>
        <source>Widest search</source>
        <translation>搜索区域上限</translation>
    </message>
    <message>
        <source>YOLO11n-pose</source>
        <translation>YOLO11n-pose</translation>
    </message>
    <message>
        <source>YOLO11n-pose for RDK X5</source>
        <translation>YOLO11n-pose（RDK X5）</translation>
    </message>
    <message>
        <source>YOLO11n-pose, raw heads</source>
        <translation>YOLO11n-pose（原始输出头）</translation>
    </message>
    <message>
        <source>YOLOX-Nano</source>
        <translation>YOLOX-Nano</translation>
    </message>
    <message>
        <source>YOLOv8n-pose</source>
        <translation>YOLOv8n-pose</translation>
    </message>
    <message>
        <source>YOLOv8n-pose, raw heads</source>
        <translation>YOLOv8n-pose（原始输出头）</translation>
    </message>
    <message>
        <source>[1, {cells}, 5 + C], or [1, 5 + C, g, g], or 1, C and 4 channels ({grids})</source>
        <translation>[1, {cells}, 5 + C]，或 [1, 5 + C, g, g]，或通道数为 1、C 和 4（{grids}）</translation>
    </message>
    <message>
        <source>[1, {columns}, {cells}], or {box}, 1 and {keypoints} channels ({grids})</source>
        <translation>[1, {columns}, {cells}]，或通道数为 {box}、1 和 {keypoints}（{grids}）</translation>
    </message>
    <message>
        <source>`trackbench board check virtual` shows whether the board works.</source>
        <translation>`trackbench board check virtual` 可查看虚拟板是否正常。</translation>
    </message>
    <message>
        <source>`trackbench models` lists them.</source>
        <translation>`trackbench models` 可列出全部条目。</translation>
    </message>
    <message>
        <source>`{command}` names no version</source>
        <translation>`{command}` 没有给出版本</translation>
    </message>
    <message>
        <source>a layer&apos;s row is not understood</source>
        <translation>无法识别某一层的数据行</translation>
    </message>
    <message>
        <source>a network mask is needed</source>
        <translation>缺少子网掩码</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a password prompt</source>
        <translation>密码提示</translation>
    </message>
    <message>
        <source>a probe of four numbers; the model store is empty</source>
        <translation>探测模型（4 个数）；板上的模型目录为空</translation>
    </message>
    <message>
        <source>a shell prompt</source>
        <translation>shell 提示符</translation>
    </message>
    <message>
        <source>a tensor has no usable shape</source>
        <translation>有张量缺少可用的形状</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a time is no number of milliseconds</source>
        <translation>有耗时不是毫秒数值</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>accepted now</source>
        <translation>刚刚接受</translation>
    </message>
    <message>
        <source>an earlier check failed</source>
        <translation>前面的检查未通过</translation>
    </message>
    <message>
        <source>another file of that name is on the board</source>
        <translation>板上已有另一个同名文件</translation>
    </message>
    <message>
        <source>as {user}</source>
        <translation>用户 {user}</translation>
    </message>
    <message>
        <source>as {user} with {how}</source>
        <translation>用户 {user}，使用 {how}</translation>
    </message>
    <message>
        <source>bbox has {count} numbers</source>
        <translation>bbox 有 {count} 个数字</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>best: ours; opencv: exactly as cv2.TrackerNano</source>
        <translation>best：本程序的实现；opencv：与 cv2.TrackerNano 完全一致</translation>
    </message>
    <message>
        <source>best: ours; opencv: exactly as cv2.TrackerVit</source>
        <translation>best：本程序的实现；opencv：与 cv2.TrackerVit 完全一致</translation>
    </message>
    <message>
        <source>bitstream {name}</source>
        <translation>比特流 {name}</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>个框</translation>
    </message>
    <message>
        <source>connected already</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>data and shape of a tensor do not agree</source>
        <translation>张量的数据与形状不一致</translation>
    </message>
    <message>
        <source>entry {name!r}, {where}: {word}</source>
        <translation>条目 {name!r}，{where}：{word}</translation>
    </message>
    <message>
        <source>expected outputs [1,1,16,16] and twice [1,2,16,16]; found: {found}</source>
        <translation>应有输出 [1,1,16,16] 和两个 [1,2,16,16]；实际为：{found}</translation>
    </message>
    <message>
        <source>expected outputs {expected} (or with the channels last); found: {found}</source>
        <translation>应有输出 {expected}（或通道在最后）；实际为：{found}</translation>
    </message>
    <message>
        <source>expected outputs {wanted}; found: {found}</source>
        <translation>应有输出 {wanted}；实际为：{found}</translation>
    </message>
    <message>
        <source>files that begin with a dot are hidden there</source>
        <translation>以点开头的文件在板上是隐藏文件</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fixed</translation>
    </message>
    <message>
        <source>fps</source>
        <translation>fps</translation>
    </message>
    <message>
        <source>frame, id, bbox, score and 51 keypoint numbers, or COCO&apos;s image_id, keypoints and score</source>
        <translation>frame、id、bbox、score 和 51 个关键点数值，或 COCO 的 image_id、keypoints 和 score</translation>
    </message>
    <message>
        <source>frame,id,x,y,w,h,score with frames from 1</source>
        <translation>frame,id,x,y,w,h,score，帧号从 1 起</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>free space cannot be read</source>
        <translation>无法读取剩余空间</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>input &apos;{name}&apos; of the backbone: expected free height and width, because it takes crops of {small} and of {large} pixels; found {found} (`trackbench models import` opens them)</source>
        <translation>骨干网络的输入“{name}”：高和宽应可变，因为裁剪图有 {small} 和 {large} 像素两种；实际为 {found}（`trackbench models import` 可将其改为可变）</translation>
    </message>
    <message>
        <source>input &apos;{name}&apos;: expected {wanted} of a fixed size, found {found}</source>
        <translation>输入“{name}”：应为固定尺寸的 {wanted}，实际为 {found}</translation>
    </message>
    <message>
        <source>input {input}: expected {expected}, found {found} from {network}</source>
        <translation>输入 {input}：应为 {expected}，实际从 {network} 得到 {found}</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>it cannot be read as YAML</source>
        <translation>无法作为 YAML 读取</translation>
    </message>
    <message>
        <source>it cannot be sent</source>
        <translation>无法发送</translation>
    </message>
    <message>
        <source>it cannot be told which tensor is which</source>
        <translation>无法判断各张量的对应关系</translation>
    </message>
    <message>
        <source>it differs from its source</source>
        <translation>与源文件不一致</translation>
    </message>
    <message>
        <source>it ended with {code}; its last line: {last}</source>
        <translation>它已退出，返回值 {code}；最后一行：{last}</translation>
    </message>
    <message>
        <source>it ended within an answer</source>
        <translation>应答未完就已中断</translation>
    </message>
    <message>
        <source>it ended; its last line: {last}</source>
        <translation>它已退出；最后一行：{last}</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>it ends within a tensor</source>
        <translation>数据在张量中间中断</translation>
    </message>
    <message>
        <source>it goes on running</source>
        <translation>进程仍在运行</translation>
    </message>
    <message>
        <source>it has characters that cannot be shown</source>
        <translation>含有无法显示的字符</translation>
    </message>
    <message>
        <source>it has control characters</source>
        <translation>含有控制字符</translation>
    </message>
    <message>
        <source>it has no graph with outputs</source>
        <translation>没有带输出的计算图</translation>
    </message>
    <message>
        <source>it has no section `imodel`</source>
        <translation>没有 `imodel` 段</translation>
    </message>
    <message>
        <source>it has {count} columns</source>
        <translation>有 {count} 列</translation>
    </message>
    <message>
        <source>it has {count} columns, {least} to {most} are needed</source>
        <translation>有 {count} 列，应为 {least} 到 {most} 列</translation>
    </message>
    <message>
        <source>it has {count} network(s)</source>
        <translation>它有 {count} 个网络</translation>
    </message>
    <message>
        <source>it has {have} network(s), the file names {count}</source>
        <translation>它有 {have} 个网络，文件中列出 {count} 个</translation>
    </message>
    <message>
        <source>it has {size} MB, no such list is larger than {limit} MB</source>
        <translation>文件有 {size} MB，而此类列表不会超过 {limit} MB</translation>
    </message>
    <message>
        <source>it has {size} bytes instead of {wanted}</source>
        <translation>它有 {size} 字节，应为 {wanted} 字节</translation>
    </message>
    <message>
        <source>it holds no list</source>
        <translation>其中没有列表</translation>
    </message>
    <message>
        <source>it is closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>it is larger than {kb} KB</source>
        <translation>大于 {kb} KB</translation>
    </message>
    <message>
        <source>it is larger than {mb} MB</source>
        <translation>大于 {mb} MB</translation>
    </message>
    <message>
        <source>it is longer than {most} bytes</source>
        <translation>长度超过 {most} 字节</translation>
    </message>
    <message>
        <source>it is no JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>it is no JSON that can be read</source>
        <translation>不是可读取的 JSON</translation>
    </message>
    <message>
        <source>it is no name for an entry</source>
        <translation>不能用作模型条目的名称</translation>
    </message>
    <message>
        <source>it is no name of an adapter</source>
        <translation>不是网卡名称</translation>
    </message>
    <message>
        <source>it is no private key</source>
        <translation>不是私钥</translation>
    </message>
    <message>
        <source>it is no protocol buffer</source>
        <translation>不是 Protocol Buffers 数据</translation>
    </message>
    <message>
        <source>it is no text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>it is no {wanted} file</source>
        <translation>不是 {wanted} 文件</translation>
    </message>
    <message>
        <source>it is not HTTP</source>
        <translation>不是 HTTP</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>it is not among the choices</source>
        <translation>不在可选值之中</translation>
    </message>
    <message>
        <source>it is not http://host:port</source>
        <translation>格式不是 http://host:port</translation>
    </message>
    <message>
        <source>it is not made for {family} (only {only})</source>
        <translation>不支持 {family}（仅支持 {only}）</translation>
    </message>
    <message>
        <source>it is not of the form user@host:port</source>
        <translation>格式不是 user@host:port</translation>
    </message>
    <message>
        <source>it is not the name of a file</source>
        <translation>不是文件名</translation>
    </message>
    <message>
        <source>it is {w:.0f} x {h:.0f} pixels</source>
        <translation>它只有 {w:.0f} x {h:.0f} 像素</translation>
    </message>
    <message>
        <source>it knows {classes} classes, but {given} names were given</source>
        <translation>它有 {classes} 个类别，但给出了 {given} 个名称</translation>
    </message>
    <message>
        <source>it lies outside the picture</source>
        <translation>框在画面之外</translation>
    </message>
    <message>
        <source>it must be {kind}</source>
        <translation>必须是{kind}</translation>
    </message>
    <message>
        <source>it must lie between {low} and {high}</source>
        <translation>必须在 {low} 与 {high} 之间</translation>
    </message>
    <message>
        <source>it needs two image inputs, template and search; found: {found}</source>
        <translation>需要模板和搜索区域两个图像输入；实际为：{found}</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>没有任何输出</translation>
    </message>
    <message>
        <source>it shows no sign of any known family ({families})</source>
        <translation>没有任何已知系列（{families}）的特征</translation>
    </message>
    <message>
        <source>it was compiled with version {compiled}, the board has {runs}</source>
        <translation>编译版本为 {compiled}，板上版本为 {runs}</translation>
    </message>
    <message>
        <source>its JSON part is longer than the message</source>
        <translation>JSON 部分比消息还长</translation>
    </message>
    <message>
        <source>its SHA-256 differs</source>
        <translation>SHA-256 不一致</translation>
    </message>
    <message>
        <source>its clock cannot be read</source>
        <translation>无法读取板上时间</translation>
    </message>
    <message>
        <source>its copy here differs</source>
        <translation>本机副本不一致</translation>
    </message>
    <message>
        <source>its header has no column {missing}</source>
        <translation>表头缺少列 {missing}</translation>
    </message>
    <message>
        <source>its jump hosts lead in a circle</source>
        <translation>跳板机之间形成循环</translation>
    </message>
    <message>
        <source>its layer times are no list</source>
        <translation>逐层耗时不是列表</translation>
    </message>
    <message>
        <source>its passphrase was not given or is wrong</source>
        <translation>口令未提供或有误</translation>
    </message>
    <message>
        <source>its rows have {count} columns</source>
        <translation>每行有 {count} 列</translation>
    </message>
    <message>
        <source>its section `imodel` names no folder</source>
        <translation>`imodel` 段未指定文件夹</translation>
    </message>
    <message>
        <source>kalman</source>
        <translation>kalman</translation>
    </message>
    <message>
        <source>kalman: smoothed by the filter; detection: as detected</source>
        <translation>kalman：经滤波平滑；detection：与检测框一致</translation>
    </message>
    <message>
        <source>keypoints has {count} numbers</source>
        <translation>keypoints 有 {count} 个数字</translation>
    </message>
    <message>
        <source>keypoints have the shape {found} instead of {wanted}</source>
        <translation>关键点的形状为 {found}，应为 {wanted}</translation>
    </message>
    <message>
        <source>known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>less than {least} MB are free</source>
        <translation>剩余空间不足 {least} MB</translation>
    </message>
    <message>
        <source>line {line}: {reason}</source>
        <translation>第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>made like {name}, as you said</source>
        <translation>按指定参照 {name} 建立</translation>
    </message>
    <message>
        <source>made like {name}: its networks take the same inputs</source>
        <translation>参照 {name} 建立：网络输入相同</translation>
    </message>
    <message>
        <source>made like {name}: the names in the file say so</source>
        <translation>参照 {name} 建立：依据文件中的名称</translation>
    </message>
    <message>
        <source>no &apos;{marker}&apos; in {waited_s:g} s; its last line: {last}</source>
        <translation>{waited_s:g} 秒内没有出现“{marker}”；最后一行：{last}</translation>
    </message>
    <message>
        <source>no [[entry]]</source>
        <translation>缺少 [[entry]]</translation>
    </message>
    <message>
        <source>no board of a known family answers there</source>
        <translation>该处没有已知系列的开发板应答</translation>
    </message>
    <message>
        <source>no compiled model in {folder}: files and tensors are those of {like}; import yours with `trackbench models import FILE --as {name}`</source>
        <translation>{folder} 中没有编译好的模型：文件和张量沿用 {like}；请用 `trackbench models import FILE --as {name}` 导入自己的模型</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>no output</source>
        <translation>没有输出</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none: a virtual board computes without an accelerator</source>
        <translation>无：虚拟板不使用加速器计算</translation>
    </message>
    <message>
        <source>only one of the files is for it</source>
        <translation>其中只有一个文件属于它</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>output &apos;{name}&apos; holds whole numbers ({dtype}) and has no scales to turn them back</source>
        <translation>输出“{name}”为整数（{dtype}），但没有用于反量化的缩放系数</translation>
    </message>
    <message>
        <source>output &apos;{name}&apos; of shape {found} cannot have {given} scales</source>
        <translation>形状为 {found} 的输出“{name}”不能有 {given} 个缩放系数</translation>
    </message>
    <message>
        <source>output &apos;{name}&apos; of the backbone: expected {wanted}, found {found}</source>
        <translation>骨干网络的输出“{name}”：应为 {wanted}，实际为 {found}</translation>
    </message>
    <message>
        <source>output {output}: expected {expected}, found {found}</source>
        <translation>输出 {output}：应为 {expected}，实际为 {found}</translation>
    </message>
    <message>
        <source>parameters that have no counterpart here: {names}</source>
        <translation>没有对应项的参数：{names}</translation>
    </message>
    <message>
        <source>password for {user} on the console</source>
        <translation>{user} 的控制台登录密码</translation>
    </message>
    <message>
        <source>port {port} is taken by {name} (process {pid})</source>
        <translation>端口 {port} 被 {name}（进程 {pid}）占用</translation>
    </message>
    <message>
        <source>port {port} is taken by {owner}</source>
        <translation>端口 {port} 被 {owner} 占用</translation>
    </message>
    <message>
        <source>programs there would take it for an option</source>
        <translation>会被板上的程序当作命令选项</translation>
    </message>
    <message>
        <source>recording.json names no version</source>
        <translation>recording.json 未注明版本</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>shapes of ids {ids}, boxes {boxes} and visibility {visibility} do not agree</source>
        <translation>ids {ids}、boxes {boxes} 与 visibility {visibility} 的形状不一致</translation>
    </message>
    <message>
        <source>size and shape of a tensor do not agree</source>
        <translation>张量的大小与形状不一致</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>未知程序</translation>
    </message>
    <message>
        <source>the agent needs Python 3.7 or newer</source>
        <translation>板端代理需要 Python 3.7 或更高版本</translation>
    </message>
    <message>
        <source>the agent&apos;s key {name}</source>
        <translation>SSH agent 的密钥 {name}</translation>
    </message>
    <message>
        <source>the backbone needs one image input and one output; found: {found}</source>
        <translation>骨干网络需要一个图像输入和一个输出；实际为：{found}</translation>
    </message>
    <message>
        <source>the bitstream {identity} is not known</source>
        <translation>比特流 {identity} 未知</translation>
    </message>
    <message>
        <source>the board&apos;s clock is {s} s ahead</source>
        <translation>板上时间快 {s} 秒</translation>
    </message>
    <message>
        <source>the board&apos;s clock is {s} s behind</source>
        <translation>板上时间慢 {s} 秒</translation>
    </message>
    <message>
        <source>the head: expected inputs [1,C,8,8] and [1,C,16,16]; found: {found}</source>
        <translation>头部网络：应有输入 [1,C,8,8] 和 [1,C,16,16]；实际为：{found}</translation>
    </message>
    <message>
        <source>the head: expected outputs [1,2,16,16] and [1,4,16,16]; found: {found}</source>
        <translation>头部网络：应有输出 [1,2,16,16] 和 [1,4,16,16]；实际为：{found}</translation>
    </message>
    <message>
        <source>the origin of its times is not known</source>
        <translation>其耗时的来源未知</translation>
    </message>
    <message>
        <source>the package {names} is missing</source>
        <translation>缺少软件包 {names}</translation>
    </message>
    <message>
        <source>the picture was not saved</source>
        <translation>画面未能保存</translation>
    </message>
    <message>
        <source>the remembered password</source>
        <translation>已保存的密码</translation>
    </message>
    <message>
        <source>the single number {number} is neither a box nor a code of VOT (0, 1, 2)</source>
        <translation>单个数字 {number} 既不是框，也不是 VOT 代码（0、1、2）</translation>
    </message>
    <message>
        <source>the state {state!r} is neither tracked nor lost</source>
        <translation>状态 {state!r} 既非 tracked 也非 lost</translation>
    </message>
    <message>
        <source>the values of a tensor are not of its type</source>
        <translation>张量的值与其类型不符</translation>
    </message>
    <message>
        <source>the vendor&apos;s programs want {user}</source>
        <translation>厂商程序要求 {user} 用户</translation>
    </message>
    <message>
        <source>there is no class {name}</source>
        <translation>没有类别 {name}</translation>
    </message>
    <message>
        <source>there is no such parameter</source>
        <translation>没有此参数</translation>
    </message>
    <message>
        <source>there is no such setting</source>
        <translation>没有此设置</translation>
    </message>
    <message>
        <source>there is nothing like its {kind} &apos;{name}&apos; {wanted}</source>
        <translation>没有与其{kind}“{name}” {wanted} 相近的张量</translation>
    </message>
    <message>
        <source>this</source>
        <translation>它</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>this family has none</source>
        <translation>该系列没有比特流</translation>
    </message>
    <message>
        <source>this family needs none</source>
        <translation>该系列不需要服务</translation>
    </message>
    <message>
        <source>this password</source>
        <translation>所输入的密码</translation>
    </message>
    <message>
        <source>this version has no agent backend for it</source>
        <translation>本版本的板端代理尚不支持此开发板</translation>
    </message>
    <message>
        <source>ultralytics</source>
        <translation>ultralytics</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unknown key</source>
        <translation>未知的键</translation>
    </message>
    <message>
        <source>unknown key {key!r}</source>
        <translation>未知的键 {key!r}</translation>
    </message>
    <message>
        <source>what arrived differs from what was sent</source>
        <translation>收到的内容与发送的不一致</translation>
    </message>
    <message>
        <source>which bitstream runs cannot be read</source>
        <translation>无法读出正在运行的比特流</translation>
    </message>
    <message>
        <source>x,y,w,h, the corners of a polygon, or a code of VOT</source>
        <translation>x,y,w,h、多边形的顶点，或 VOT 代码</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>{board} has no MMU</source>
        <translation>{board} 没有 MMU</translation>
    </message>
    <message>
        <source>{board} has no {operators}</source>
        <translation>{board} 没有 {operators}</translation>
    </message>
    <message>
        <source>{command!r} on {host} did not finish in {waited_s:g} s.</source>
        <translation>{host} 上的 {command!r} 在 {waited_s:g} 秒内没有结束。</translation>
    </message>
    <message>
        <source>{command!r} on {host} ended with {exit_code}: {answer}.</source>
        <translation>{host} 上的 {command!r} 以 {exit_code} 退出：{answer}。</translation>
    </message>
    <message>
        <source>{count} of {total} frames have no box.</source>
        <translation>{count} 帧没有框（共 {total} 帧）。</translation>
    </message>
    <message>
        <source>{count} of {total} frames have no row.</source>
        <translation>{count} 帧没有数据行（共 {total} 帧）。</translation>
    </message>
    <message>
        <source>{count} rows appear twice; the later one counts.</source>
        <translation>{count} 行重复出现，以后出现的为准。</translation>
    </message>
    <message>
        <source>{count} rows have no box and are left out.</source>
        <translation>{count} 行没有框，已略过。</translation>
    </message>
    <message>
        <source>{count} rows have no identity; numbered in each frame.</source>
        <translation>{count} 行没有 ID，已在各帧内依次编号。</translation>
    </message>
    <message>
        <source>{entry} has no weights here yet: {file} is missing.</source>
        <translation>{entry} 尚无权重：缺少 {file}。</translation>
    </message>
    <message>
        <source>{entry} has {expected} network(s) ({roles}), but {given} file(s) were given.</source>
        <translation>{entry} 有 {expected} 个网络（{roles}），但给出了 {given} 个文件。</translation>
    </message>
    <message>
        <source>{entry} names no address to download {file} from.</source>
        <translation>{entry} 未提供 {file} 的下载地址。</translation>
    </message>
    <message>
        <source>{file} cannot be the weights of {entry}: {reason}.</source>
        <translation>{file} 不能用作 {entry} 的权重：{reason}。</translation>
    </message>
    <message>
        <source>{file} comes with the program and stays as it is</source>
        <translation>{file} 随程序提供，不可替换</translation>
    </message>
    <message>
        <source>{file} could not be downloaded: {reason}.</source>
        <translation>{file} 下载失败：{reason}。</translation>
    </message>
    <message>
        <source>{file} has the inputs {inputs} and the outputs {outputs}</source>
        <translation>{file} 的输入为 {inputs}，输出为 {outputs}</translation>
    </message>
    <message>
        <source>{file} has the name of the {role} network of {entry}</source>
        <translation>{file} 与 {entry} 的 {role} 网络同名</translation>
    </message>
    <message>
        <source>{file} has the shapes of the {role} network of {entry}, under other names</source>
        <translation>{file} 的张量形状与 {entry} 的 {role} 网络一致，但名称不同</translation>
    </message>
    <message>
        <source>{file} has the tensors of the {role} network of {entry}</source>
        <translation>{file} 的张量与 {entry} 的 {role} 网络一致</translation>
    </message>
    <message>
        <source>{file} is no ONNX file</source>
        <translation>{file} 不是 ONNX 文件</translation>
    </message>
    <message>
        <source>{file} is not like the {role} network of {entry}: {reason}.</source>
        <translation>{file} 与 {entry} 的 {role} 网络不相符：{reason}。</translation>
    </message>
    <message>
        <source>{file} is not the file the catalog names: {reason}.</source>
        <translation>{file} 与模型清单所列文件不符：{reason}。</translation>
    </message>
    <message>
        <source>{file} is of the format of {entry} and may be its {role} network</source>
        <translation>{file} 与 {entry} 格式相同，可能是其 {role} 网络</translation>
    </message>
    <message>
        <source>{file} is the {role} network of {entry}: the checksum is that of {title}</source>
        <translation>{file} 是 {entry} 的 {role} 网络：校验和与 {title} 一致</translation>
    </message>
    <message>
        <source>{found} is no {family} board</source>
        <translation>{found} 不是 {family} 开发板</translation>
    </message>
    <message>
        <source>{found}. {nearest}</source>
        <translation>{found}。{nearest}</translation>
    </message>
    <message>
        <source>{host} answers, but nothing listens on port {port}.</source>
        <translation>{host} 有应答，但端口 {port} 无程序监听。</translation>
    </message>
    <message>
        <source>{host} does not forward to port {port}: {reason}.</source>
        <translation>{host} 未能转发到端口 {port}：{reason}。</translation>
    </message>
    <message>
        <source>{host} does not let {user} in with {tried}.</source>
        <translation>{host} 拒绝 {user} 以 {tried} 登录。</translation>
    </message>
    <message>
        <source>{host} opens no further session on this connection: {reason}.</source>
        <translation>{host} 无法在此连接上再打开会话：{reason}。</translation>
    </message>
    <message>
        <source>{host}:{port} through {jump}</source>
        <translation>{host}:{port}（经由 {jump}）</translation>
    </message>
    <message>
        <source>{json} has no weights beside it: {raw} is missing.</source>
        <translation>{json} 所在文件夹中没有权重：缺少 {raw}。</translation>
    </message>
    <message>
        <source>{kind} &apos;{name}&apos; is missing; found {names}</source>
        <translation>缺少{kind}“{name}”；实际有 {names}</translation>
    </message>
    <message>
        <source>{kind} &apos;{name}&apos;: expected {wanted}, found {found}</source>
        <translation>{kind}“{name}”：应为 {wanted}，实际为 {found}</translation>
    </message>
    <message>
        <source>{mb} MB free</source>
        <translation>剩余 {mb} MB</translation>
    </message>
    <message>
        <source>{model} cannot be used with the tracker {tracker!r}.</source>
        <translation>{model} 不能与跟踪器 {tracker!r} 配合使用。</translation>
    </message>
    <message>
        <source>{model} does not fit {board}: {reasons}.</source>
        <translation>{model} 与“{board}”不匹配：{reasons}。</translation>
    </message>
    <message>
        <source>{names} and the runtime have different versions</source>
        <translation>{names} 与运行时版本不一致</translation>
    </message>
    <message>
        <source>{name} ({identity}), {count} on the board</source>
        <translation>{name}（{identity}），板上共 {count} 个</translation>
    </message>
    <message>
        <source>{name} = {value!r} cannot be used: {reason}.</source>
        <translation>{name} = {value!r} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>{name} does not work ({reason}), and the earlier boot file could not be put back: {why}.</source>
        <translation>{name} 不能正常工作（{reason}），且原启动文件未能恢复：{why}。</translation>
    </message>
    <message>
        <source>{name} is installed and the board is up, but {service} holds the device: what runs cannot be read.</source>
        <translation>{name} 已安装，开发板已启动，但 {service} 占用了设备，无法读出正在运行的比特流。</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>{name} was not kept: {reason}. The earlier boot file is back, and the board runs {running}.</source>
        <translation>{name} 未被采用：{reason}。原启动文件已恢复，开发板正在运行 {running}。</translation>
    </message>
    <message>
        <source>{name}, but {reason}</source>
        <translation>{name}，但{reason}</translation>
    </message>
    <message>
        <source>{network} does not fit {tracker}: {reason}.</source>
        <translation>{network} 与 {tracker} 不匹配：{reason}。</translation>
    </message>
    <message>
        <source>{nodes} is missing</source>
        <translation>缺少 {nodes}</translation>
    </message>
    <message>
        <source>{owner} listens on {port}</source>
        <translation>{owner} 正在监听 {port}</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}.</source>
        <translation>无法打开 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a picture.</source>
        <translation>{path} 无法作为图片读取。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a recording: {reason}.</source>
        <translation>{path} 无法作为录制结果读取：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a result: {reason}.</source>
        <translation>{path} 无法作为结果读取：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a video.</source>
        <translation>{path} 无法作为视频读取。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} 无法写入：{reason}。</translation>
    </message>
    <message>
        <source>{path} contains no pictures.</source>
        <translation>{path} 中没有图片。</translation>
    </message>
    <message>
        <source>{path} could not be copied: {reason}.</source>
        <translation>{path} 复制失败：{reason}。</translation>
    </message>
    <message>
        <source>{path} could not be loaded as an ONNX network.</source>
        <translation>{path} 无法作为 ONNX 网络加载。</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>{path} does not say what its {count} network(s) are for, and no model of the catalog is like them.</source>
        <translation>{path} 未说明其 {count} 个网络的用途，模型清单中也没有与之相近的模型。</translation>
    </message>
    <message>
        <source>{path} has a row for frame {frame}: too many frames to be read.</source>
        <translation>{path} 中有第 {frame} 帧的数据：帧数过多，无法读取。</translation>
    </message>
    <message>
        <source>{path} has {megabytes:.0f} MB, too much for a result.</source>
        <translation>{path} 有 {megabytes:.0f} MB，作为结果文件过大。</translation>
    </message>
    <message>
        <source>{path} is no Icraft model: {reason}.</source>
        <translation>{path} 不是 Icraft 模型：{reason}。</translation>
    </message>
    <message>
        <source>{path} is no runtime file of the model zoo: {reason}.</source>
        <translation>{path} 不是模型库的运行时配置文件：{reason}。</translation>
    </message>
    <message>
        <source>{path} needs {needed_mb:.1f} MB, but {host} has {free_mb:.1f} MB free there. Nothing was sent.</source>
        <translation>{path} 需要 {needed_mb:.1f} MB，但 {host} 上该处仅剩 {free_mb:.1f} MB。未发送任何数据。</translation>
    </message>
    <message>
        <source>{path}, entry {entry} of the list: {reason}.</source>
        <translation>{path}，列表第 {entry} 项：{reason}。</translation>
    </message>
    <message>
        <source>{path}, line {line}: {reason}.</source>
        <translation>{path}，第 {line} 行：{reason}。</translation>
    </message>
    <message>
        <source>{raw} does not belong to {json}: it has {size} bytes, the graph names {wanted}.</source>
        <translation>{raw} 与 {json} 不配套：文件有 {size} 字节，计算图要求 {wanted} 字节。</translation>
    </message>
    <message>
        <source>{raw} has another checksum than {json} names: another model&apos;s?</source>
        <translation>{raw} 的校验和与 {json} 所列不一致，可能属于其他模型。</translation>
    </message>
    <message>
        <source>{reasons}. {entry} has another network, {missing}, and no file was given for it.</source>
        <translation>{reasons}。{entry} 还有网络 {missing}，但未给出对应的文件。</translation>
    </message>
    <message>
        <source>{service} (process {pid}) was not started by this program, so it is left running.</source>
        <translation>{service}（进程 {pid}）不是由本程序启动的，因此让其继续运行。</translation>
    </message>
    <message>
        <source>{service} did not become ready: {reason}.</source>
        <translation>{service} 未能就绪：{reason}。</translation>
    </message>
    <message>
        <source>{service} does not run; it can be started</source>
        <translation>{service} 未运行，可以启动</translation>
    </message>
    <message>
        <source>{service} runs already on port {port} (process {pid}), and it was not to be used.</source>
        <translation>{service} 已在端口 {port} 上运行（进程 {pid}），但已选择不使用它。</translation>
    </message>
    <message>
        <source>{service} runs and holds the device</source>
        <translation>{service} 正在运行并占用设备</translation>
    </message>
    <message>
        <source>{shape} is no NV12 picture with even sides</source>
        <translation>{shape} 不是边长为偶数的 NV12 图像</translation>
    </message>
    <message>
        <source>{source} has no frame {first}.</source>
        <translation>{source} 没有第 {first} 帧。</translation>
    </message>
    <message>
        <source>{source} has no ground truth in frame {frame}.</source>
        <translation>{source} 的第 {frame} 帧没有真值。</translation>
    </message>
    <message>
        <source>{title} boards have no bitstreams to install.</source>
        <translation>{title} 开发板没有可安装的比特流。</translation>
    </message>
    <message>
        <source>{title} gives no pictures.</source>
        <translation>{title} 没有画面。</translation>
    </message>
    <message>
        <source>{title} has gone.</source>
        <translation>{title} 已断开。</translation>
    </message>
    <message>
        <source>{title} is live: it has no earlier or later frames to go to.</source>
        <translation>{title} 是实时视频源，无法跳转到其他帧。</translation>
    </message>
    <message>
        <source>{title}: {cause}.</source>
        <translation>{title}：{cause}。</translation>
    </message>
    <message>
        <source>{total:.1f} ms there and back</source>
        <translation>往返 {total:.1f} ms</translation>
    </message>
    <message>
        <source>{total:.1f} ms there and back, {ms:.1f} ms of them on the board ({origin})</source>
        <translation>往返 {total:.1f} ms，其中板上 {ms:.1f} ms（{origin}）</translation>
    </message>
    <message>
        <source>{value} is not a whole number</source>
        <translation>{value} 不是整数</translation>
    </message>
    <message>
        <source>{where} did not answer within {waited_s:g} s.</source>
        <translation>{where} 在 {waited_s:g} 秒内没有应答。</translation>
    </message>
    <message>
        <source>{where} refused: {reason}.</source>
        <translation>{where} 拒绝了请求：{reason}。</translation>
    </message>
    <message>
        <source>{where} wants a token, and this one is missing or wrong.</source>
        <translation>{where} 需要令牌，但未提供或有误。</translation>
    </message>
    <message>
        <source>{who} (process {pid} of {user})</source>
        <translation>{who}（{user} 的进程 {pid}）</translation>
    </message>
    <message>
        <source>{who} (process {pid})</source>
        <translation>{who}（进程 {pid}）</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>0 never asks for layer times</source>
        <translation>0 表示不采集逐层耗时</translation>
    </message>
    <message>
        <source>0 leaves one core to the window. Takes effect at the next start</source>
        <translation>0 表示给窗口留一个核；下次启动时生效</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Profile every Nth frame</source>
        <translation>逐层剖析间隔</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Start again at the end of a video</source>
        <translation>循环播放视频</translation>
    </message>
    <message>
        <source>Takes effect when Trackbench is started again</source>
        <translation>重启 Trackbench 后生效</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Threads on this computer</source>
        <translation>本机线程数</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
</context>
</TS>
