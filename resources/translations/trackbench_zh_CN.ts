<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
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
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Virtual board</source>
        <translation>虚拟板</translation>
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
        <source>Sum of the layers' medians; it is not the time of a frame.</source>
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
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Filled: score. Grey: lost. Line: overlap with the ground truth. Ticks: profiled frames.</source>
        <translation>填充：得分。灰色：丢失。曲线：与真值的重叠度。刻度：已剖析的帧。</translation>
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
    <name>TrackerPanel</name>
    <message>
        <source>Tracker</source>
        <translation>跟踪器</translation>
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
</TS>
