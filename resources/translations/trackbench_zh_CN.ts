<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;Open video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open image &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;stream…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes every result and time of the run to a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop and go to the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame &amp;forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One second back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Draw a box by keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows move it, Shift and arrows size it, Enter takes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove &amp;all targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bring the last target back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ground truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the picture and large figures, for a stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the &amp;virtual board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run on &amp;this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import weights…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Download weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ancel what is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Trackbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timing</source>
        <translation type="unfinished">耗时</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect when Trackbench is started again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again at the end of a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 takes one per core, at most 4. Takes effect at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile every Nth frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 never asks for layer times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame budget</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoardController</name>
    <message>
        <source>this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtual board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready on port %s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
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
    <name>CatalogController</name>
    <message>
        <source>Loading %s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getting the weights of %s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its weights are not here yet</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the demo</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos (%s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open image folder or sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of the camera; 0 is the first one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the stream, for example rtsp://camera/stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import the weights of %s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ONNX networks (*.onnx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log in to the board</source>
        <translation type="unfinished"></translation>
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
    <name>WindowCommands</name>
    <message>
        <source>Choose what to follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag on the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add another target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift and drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Middle or right drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Trackbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object trackers on edge-AI boards, live, with the time of every layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture was not saved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowNews</name>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected happened inside Trackbench.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes on; the log has the details. Please report it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%s frames/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is in %s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a box round what to follow · Shift adds another · F1 shows all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link %s/s (measured)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box round anything you like</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>lost</source>
        <translation type="unfinished">丢失</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bring the last target back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Download weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Draw a box by keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ground truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import weights…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop and go to the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows move it, Shift and arrows size it, Enter takes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ancel what is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the &amp;virtual board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame &amp;back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame &amp;forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One second back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the picture and large figures, for a stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;stream…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open image &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove &amp;all targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run on &amp;this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes every result and time of the run to a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>engines</name>
    <message>
        <source>Address reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses that start with {scheme}:// cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow TCP forwarding in the board&apos;s SSH server, and see whether the program runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture and system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bitstream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera {device} cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check cable and power, then connect again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that it is connected, that no other program uses it, and that access is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address and the chosen family.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address, user name and password, and that it can be reached from this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name, or whether the drive is connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network and try again; what has arrived is kept and the download resumes there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path in the board&apos;s profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port; a very old server may need older SSH algorithms than are safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check user, key and password; the vendor&apos;s programs need root.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder with jpg, png, bmp, tif or webp files, or a known data set&apos;s sequence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another model or bitstream, or run it on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place or change its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder that a recording was written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the network that belongs to this catalog entry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the private key (not the .pub file) and give its passphrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare it with the board&apos;s own and accept it if they agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the named line, or remove the file to use the built-in catalog.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo tracker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw it round what is to be followed, at least {least:g} pixels wide and high.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter what it has in the board&apos;s profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything written so far is kept. Free some space or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames between two looks; 0 keeps the first template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get the file from its home ({source}) and use `trackbench models import FILE --as {entry}`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If the board was set up anew, remove its line from {known_hosts}; otherwise something else answers in its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import it with `trackbench models import`, fetch it, or name it with --weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Python 3.7 or newer with numpy, or set its path in the profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install all of them in {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it in the runtime&apos;s version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is it an Open Inference Protocol server of version 2, and is this its right address?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is it powered and on this network, and is the address right?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is tried again in the background. Check its power and the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be damaged, incomplete, or of another kind: try to play it in a media player.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be overloaded or hang; look at its log, or start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be truncated or of another format; compare its size with the catalog and fetch it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs Python 3.7 or newer with numpy and the runtime&apos;s own package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not installed. Try again, or import a copy you trust with `trackbench models import`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its log says more; another program may hold the accelerator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its log says more; check that the model fits the runtime there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its log: {log}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known models: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known trackers: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest side of the search crop in target sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log in as {user}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look whether another program holds the device; models cannot be compared with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name one file per network, in this order, separated by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer from {host} in {waited_s:g} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture from {title} for {waited_s:.3g} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No space left while writing {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only looks with at least this score are taken in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it with a newer Trackbench.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overwrite the boot file as the vendor describes, reboot the board, and connect again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug it in again; it is picked up by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record it first, then open the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove files from the board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the file or take it out of the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running {network} failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runtime version and packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSH server answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores below this mean lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the details; an input of another size or type is the usual cause.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See whether date works there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See whether df works there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set it: date -s, or a time server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the newest look in the template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the old size in the new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side of the search crop in target sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size inertia</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the SSH server on the board (systemctl start sshd) or correct the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the run again; if it ends again, the model may not suit the runtime.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop that program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent did not start on {host}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent on the board has ended ({exit_code}): {last_line}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bitstream {name} has to be installed on {host} by hand for now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board may be busy or hang; try again or restart it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalog {path} cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {where} was lost: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ground truth in {path} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key file {path} cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of {host}:{port} has CHANGED: {algorithm} {fingerprint} instead of {known_fingerprints}. Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of {host}:{port} is not known here ({algorithm} {fingerprint}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network file {path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording {path} has version {found}; this program reads up to {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s answer cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video itself can be used; correct the file to see overlaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The virtual board did not start: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no bitstream {name} on {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model called {name!r} in the catalog.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model {name} on {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no tracker called {name!r}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {path} on {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This box cannot be followed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version has no agent backend for a real {family} board yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use rtsp, http, https, udp, rtp, tcp, srt or rtmp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the virtual board, or --board local.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VitTrack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What listens on {host}:{port} is not an SSH server that can be spoken with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was on the board before is unchanged; check space and permissions, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While lost, the search crop grows by this each frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widen by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Widest search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an earlier check failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best: ours; opencv: exactly as cv2.TrackerVit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bitstream {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free space cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not made for {family} (only {only})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its clock cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than {least} MB are free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port {port} is taken by {owner}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the agent needs Python 3.7 or newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the bitstream {identity} is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the package {names} is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the vendor&apos;s programs want {user}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this family has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this family needs none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{board} has no MMU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{board} has no {operators}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{command!r} on {host} did not finish in {waited_s:g} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{command!r} on {host} ended with {exit_code}: {answer}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entry} has no weights here yet: {file} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entry} has {expected} network(s) ({roles}), but {given} file(s) were given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entry} names no address to download {file} from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be downloaded: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not the file the catalog names: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} answers, but nothing listens on port {port}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not forward to port {port}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not let {user} in with {tried}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{how}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} does not fit {board}: {reasons}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} and the runtime have different versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} = {value!r} cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network} does not fit {tracker}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read as a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read as a recording: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read as a video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} contains no pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be copied: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be loaded as an ONNX network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{service} did not become ready: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} gives no pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} has gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} is live: it has no earlier or later frames to go to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}: {cause}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} did not answer within {waited_s:g} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} refused: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>0 never asks for layer times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 takes one per core, at most 4. Takes effect at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile every Nth frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again at the end of a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect when Trackbench is started again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timing</source>
        <translation type="unfinished">耗时</translation>
    </message>
    <message>
        <source>frames</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
