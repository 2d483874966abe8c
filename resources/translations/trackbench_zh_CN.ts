<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BitstreamInstall</name>
    <message>
        <source>Install a bitstream</source>
        <translation>安装比特流</translation>
    </message>
    <message>
        <source>Cancel the installation</source>
        <translation>取消安装</translation>
    </message>
    <message>
        <source>Hide the steps</source>
        <translation>隐藏步骤</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>On the board</source>
        <translation>板上</translation>
    </message>
    <message>
        <source>The board restarts; that cannot be called off half-way.</source>
        <translation>开发板会重启，此过程中途无法取消。</translation>
    </message>
</context>
<context>
    <name>BitstreamInstalls</name>
    <message>
        <source>installing %s</source>
        <extracomment>A board may take a while to go down; nobody waits longer for it when the window is closed.</extracomment>
        <translation>正在安装 %s</translation>
    </message>
    <message>
        <source>Installing %s</source>
        <translation>正在安装 %s</translation>
    </message>
    <message>
        <source>%s was not installed.</source>
        <translation>%s 未安装。</translation>
    </message>
    <message>
        <source>The boot file is as it was.</source>
        <translation>启动文件保持不变。</translation>
    </message>
    <message>
        <source>%s is installed and runs already.</source>
        <translation>%s 已安装并在运行。</translation>
    </message>
    <message>
        <source>%1 is installed; the board reports %2.</source>
        <translation>%1 已安装；开发板报告的是 %2。</translation>
    </message>
    <message>
        <source>The earlier boot file: %1 on the board, %2 here.</source>
        <translation>原启动文件：板上为 %1，本机为 %2。</translation>
    </message>
</context>
<context>
    <name>BoardController</name>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>virtual board</source>
        <extracomment>Gets every look at the board in the thread that reads it.</extracomment>
        <translation>虚拟板</translation>
    </message>
    <message>
        <source>looking at the board</source>
        <translation>正在检查开发板</translation>
    </message>
    <message>
        <source>The board is busy with a bitstream; wait, or cancel that first.</source>
        <translation>开发板正在处理比特流；请等待，或先取消该操作。</translation>
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
        <source>link lost · %s</source>
        <translation>链路已断 · %s</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>BoardObjects</name>
    <message>
        <source>Models (%s)</source>
        <extracomment>Of compiled models of every family and of what belongs to them, and of those that virtual boards run.</extracomment>
        <translation>模型 (%s)</translation>
    </message>
    <message>
        <source>Upload models to the board</source>
        <translation>上传模型到开发板</translation>
    </message>
    <message>
        <source>Boot files (%s)</source>
        <translation>启动文件 (%s)</translation>
    </message>
    <message>
        <source>Install a bitstream on the board</source>
        <translation>在开发板上安装比特流</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
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
        <source>MODEL FILES</source>
        <translation>模型文件</translation>
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
        <source>Installing a bitstream</source>
        <translation>正在安装比特流</translation>
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
        <source>Virtual board, this computer, root@192.168.1.10, or a server: http://192.168.1.10:8000</source>
        <translation>虚拟板、本机、root@192.168.1.10，或服务器：http://192.168.1.10:8000</translation>
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
        <extracomment>Key of the notice that asks what a runtime file is like.</extracomment>
        <translation>正在加载 %s</translation>
    </message>
    <message>
        <source>Importing %s</source>
        <translation>正在导入 %s</translation>
    </message>
    <message>
        <source>If it is like the chosen model, %s, say so; else choose another one first.</source>
        <translation>若它与所选模型 %s 用法相同，请确认；否则请先选择其他模型。</translation>
    </message>
    <message>
        <source>Models it could be like: %s</source>
        <translation>可能相近的模型：%s</translation>
    </message>
    <message>
        <source>Import it like the chosen one</source>
        <translation>参照所选模型导入</translation>
    </message>
    <message>
        <source>%s is in the list of models now, and chosen.</source>
        <translation>%s 已加入模型列表并选中。</translation>
    </message>
    <message>
        <source>Getting the weights of %s</source>
        <translation>正在获取 %s 的权重</translation>
    </message>
    <message>
        <source>the server is asked for it</source>
        <translation>正在询问服务器</translation>
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
    <name>CompareController</name>
    <message>
        <source>{model} finds its objects anew in every frame: choose a single-object model as A.</source>
        <translation>{model} 在每一帧中重新检测物体：请选择单目标模型作为 A。</translation>
    </message>
    <message>
        <source>B does not run: {model} has no weights here yet. Import them, or choose other weights.</source>
        <translation>B 未运行：{model} 尚无权重。请导入权重，或选择其他权重。</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Model B</source>
        <translation>模型 B</translation>
    </message>
    <message>
        <source>Other weights…</source>
        <translation>其他权重…</translation>
    </message>
    <message>
        <source>Files in place of B&apos;s own, for example the same network at 8 bit</source>
        <translation>代替 B 自带权重的文件，例如同一网络的 8 位版本</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>自带权重</translation>
    </message>
    <message>
        <source>Back to the weights of the catalog</source>
        <translation>恢复使用模型清单中的权重</translation>
    </message>
    <message>
        <source>Where B runs</source>
        <translation>B 的运行位置</translation>
    </message>
    <message>
        <source>B on this computer</source>
        <translation>B 在本机运行</translation>
    </message>
    <message>
        <source>B on the board</source>
        <translation>B 在开发板上运行</translation>
    </message>
    <message>
        <source>Closed loop</source>
        <translation>闭环</translation>
    </message>
    <message>
        <source>Teacher-forced</source>
        <translation>教师强制</translation>
    </message>
    <message>
        <source>Each follows its own boxes, as in real use</source>
        <translation>双方各自沿用自己的框，与实际使用一致</translation>
    </message>
    <message>
        <source>B looks where A&apos;s last box is: what differs is the networks alone</source>
        <translation>B 在 A 的上一个框处搜索：差异仅来自网络本身</translation>
    </message>
    <message>
        <source>B, BESIDE A</source>
        <translation>与 A 对比的 B</translation>
    </message>
    <message>
        <source>Nothing beside</source>
        <translation>不对比</translation>
    </message>
    <message>
        <source>Go to where they part ({number})</source>
        <translation>转到二者分离处（{number}）</translation>
    </message>
    <message>
        <source>The first frame where the boxes of A and B overlap by less than half</source>
        <translation>A 与 B 的框重叠度首次低于一半的帧</translation>
    </message>
    <message>
        <source>mean IoU, frames {frames}: A with B {between} · A with truth {first} · B with truth {second}</source>
        <translation>平均 IoU，{frames} 帧：A 与 B {between} · A 与真值 {first} · B 与真值 {second}</translation>
    </message>
    <message>
        <source>Draw a box and play: both boxes are drawn, and their overlap is shown here.</source>
        <translation>画框并播放：两个框都会画出，其重叠度显示在这里。</translation>
    </message>
    <message>
        <source>Choose B, draw a box and play: both boxes are drawn, and their overlap is shown here.</source>
        <translation>选择 B，画框并播放：两个框都会画出，其重叠度显示在这里。</translation>
    </message>
</context>
<context>
    <name>ComparisonPage</name>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 和 B</translation>
    </message>
    <message>
        <source>Layers of both</source>
        <translation>双方逐层耗时</translation>
    </message>
    <message>
        <source>Stages of both</source>
        <translation>双方阶段</translation>
    </message>
    <message>
        <source>Tracks of both</source>
        <translation>双方轨迹</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <source>in both: {both} · only in A: {a} · only in B: {b}</source>
        <translation>两者都有：{both} · 仅 A 有：{a} · 仅 B 有：{b}</translation>
    </message>
    <message>
        <source>both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总时间</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>硬件时间</translation>
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
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>In</source>
        <translation>所在</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Which time is compared: a total is never compared with a hard time</source>
        <translation>比较的是哪种时间：总时间不会与硬件时间相比</translation>
    </message>
    <message>
        <source>B − A ms</source>
        <translation>B − A ms</translation>
    </message>
    <message>
        <source>A cosine</source>
        <translation>A 余弦</translation>
    </message>
    <message>
        <source>B cosine</source>
        <translation>B 余弦</translation>
    </message>
    <message>
        <source>B − A cosine</source>
        <translation>B − A 余弦</translation>
    </message>
    <message>
        <source>A is</source>
        <translation>A 来源</translation>
    </message>
    <message>
        <source>B is</source>
        <translation>B 来源</translation>
    </message>
    <message>
        <source>only A</source>
        <translation>仅 A</translation>
    </message>
    <message>
        <source>only B</source>
        <translation>仅 B</translation>
    </message>
    <message>
        <source>step, ordinary frames</source>
        <translation>单步，普通帧</translation>
    </message>
    <message>
        <source>step, profiled frames</source>
        <translation>单步，剖析帧</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>A p50 ms</source>
        <translation>A p50 ms</translation>
    </message>
    <message>
        <source>B p50 ms</source>
        <translation>B p50 ms</translation>
    </message>
    <message>
        <source>A p95 ms</source>
        <translation>A p95 ms</translation>
    </message>
    <message>
        <source>B p95 ms</source>
        <translation>B p95 ms</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>平均 IoU</translation>
    </message>
    <message>
        <source>Over frames in which both follow it</source>
        <translation>按两者都跟踪到目标的帧计算</translation>
    </message>
    <message>
        <source>They part at frame</source>
        <translation>分离帧</translation>
    </message>
    <message>
        <source>First frame in which the boxes share less than half, or one side alone follows it</source>
        <translation>两框重叠度首次低于一半，或仅有一方跟踪到目标的帧</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Only in A</source>
        <translation>仅 A 有</translation>
    </message>
    <message>
        <source>Only in B</source>
        <translation>仅 B 有</translation>
    </message>
    <message>
        <source>Score, B − A</source>
        <translation>得分 B − A</translation>
    </message>
</context>
<context>
    <name>CompilerReport</name>
    <message>
        <source>The log gives the order of layers, not the graph: a fall may be one from a branch to another.</source>
        <translation>日志只给出层的顺序而非计算图：一处跌幅可能只是从一个分支跳到另一个分支。</translation>
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
        <source>Bits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>After</source>
        <translation>前一层</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Fall</source>
        <translation>跌幅</translation>
    </message>
    <message>
        <source>Worst layers</source>
        <translation>最差的层</translation>
    </message>
    <message>
        <source>Largest falls</source>
        <translation>最大跌幅</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>there and back</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>one way</source>
        <translation>单程</translation>
    </message>
    <message>
        <source>Between BPU and CPU</source>
        <translation>BPU 与 CPU 之间</translation>
    </message>
    <message>
        <source>On the CPU</source>
        <translation>在 CPU 上</translation>
    </message>
    <message>
        <source>{where} did not run: {problem}</source>
        <translation>{where} 未运行：{problem}</translation>
    </message>
    <message>
        <source>{model} on {clip}</source>
        <translation>{model}，视频 {clip}</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Run by</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>To float</source>
        <translation>与浮点相比</translation>
    </message>
    <message>
        <source>Relative L2</source>
        <translation>相对 L2</translation>
    </message>
    <message>
        <source>SNR dB</source>
        <translation>信噪比 dB</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>Peak kept</source>
        <translation>峰保持</translation>
    </message>
    <message>
        <source>Call ms</source>
        <translation>调用 ms</translation>
    </message>
    <message>
        <source>Hard ms</source>
        <translation>硬件 ms</translation>
    </message>
    <message>
        <source>{count} crops, each stage compared with {stage}</source>
        <translation>{count} 张裁剪图，各阶段均与 {stage} 比较</translation>
    </message>
    <message>
        <source>did not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>A board&apos;s compiler</source>
        <translation>开发板编译器</translation>
    </message>
    <message>
        <source>Tables of the compiler&apos;s report</source>
        <translation>编译器报告的表格</translation>
    </message>
    <message>
        <source>Copy notes</source>
        <translation>复制说明</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CompilerReports</name>
    <message>
        <source>Log of hb_mapper</source>
        <extracomment>Kind of the task: one at a time.</extracomment>
        <translation>hb_mapper 日志</translation>
    </message>
    <message>
        <source>Logs (*.log *.txt *.md)</source>
        <translation>日志 (*.log *.txt *.md)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Reading %s</source>
        <translation>正在读取 %s</translation>
    </message>
    <message>
        <source>One of the files that Icraft&apos;s compiler made of %s</source>
        <translation>Icraft 编译器由 %s 生成的任一文件</translation>
    </message>
    <message>
        <source>Stages (*.json)</source>
        <translation>编译阶段 (*.json)</translation>
    </message>
    <message>
        <source>Stages of %s</source>
        <translation>%s 的编译阶段</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>{model} on {clip}</source>
        <translation>{model}，视频 {clip}</translation>
    </message>
    <message>
        <source>outputs {mark}</source>
        <translation>输出 {mark}</translation>
    </message>
    <message>
        <source>no channels lost</source>
        <translation>无丢失通道</translation>
    </message>
    <message>
        <source>most channels lost: {share} % in {layer}</source>
        <translation>丢失通道最多：{layer}，{share} %</translation>
    </message>
    <message>
        <source>{network}: {before} → {after}, {crops} crops, {lost}</source>
        <translation>{network}：{before} → {after}，{crops} 张裁剪图，{lost}</translation>
    </message>
    <message>
        <source>no layer falls below the threshold</source>
        <translation>没有层低于阈值</translation>
    </message>
    <message>
        <source>first below the threshold: {layer}, cosine {cosine}</source>
        <translation>首个低于阈值的层：{layer}，余弦 {cosine}</translation>
    </message>
    <message>
        <source>{network}: {below} · frame {frames} · ladder {ladder} ms, one run {run} ms</source>
        <translation>{network}：{below} · 第 {frames} 帧 · 逐层误差 {ladder} ms，单次运行 {run} ms</translation>
    </message>
    <message>
        <source>the peak moves by {cells} cells on average</source>
        <translation>峰平均偏移 {cells} 格</translation>
    </message>
    <message>
        <source>far from what the float network gives: cosine {cosine}</source>
        <translation>与浮点网络的输出相差很大：余弦 {cosine}</translation>
    </message>
</context>
<context>
    <name>DiagnosisController</name>
    <message>
        <source>%s finds its objects by itself: choose a single-object tracker to quantise it.</source>
        <extracomment>Kind of the task: one at a time. Key of the notice that offers to run the files that were just made.</extracomment>
        <translation>%s 自行检测物体：要量化，请选择单目标跟踪器。</translation>
    </message>
    <message>
        <source>Open a clip first: it is what the networks are calibrated on, and judged by.</source>
        <translation>请先打开视频：网络用它来校准和评估。</translation>
    </message>
    <message>
        <source>A live source cannot be gone through twice. Record a clip and open that.</source>
        <translation>实时视频源无法重复播放。请先录制视频，再打开录制结果。</translation>
    </message>
    <message>
        <source>Draw a box round what to follow: quantising and diagnosis begin there.</source>
        <translation>请框选要跟踪的目标：量化和诊断从该处开始。</translation>
    </message>
    <message>
        <source>as under A beside B</source>
        <translation>取自“A/B 对比”</translation>
    </message>
    <message>
        <source>Quantising %s</source>
        <translation>正在量化 %s</translation>
    </message>
    <message>
        <source>made here</source>
        <translation>在此生成</translation>
    </message>
    <message>
        <source>Quantised: %s</source>
        <translation>已量化：%s</translation>
    </message>
    <message>
        <source>Run them beside A, or press Diagnose to see which layers suffer.</source>
        <translation>可与 A 对比运行，或按“诊断”查看哪些层受影响。</translation>
    </message>
    <message>
        <source>Run it beside A</source>
        <translation>与 A 对比运行</translation>
    </message>
    <message>
        <source>Diagnosing %s</source>
        <translation>正在诊断 %s</translation>
    </message>
    <message>
        <source>the proposed remedy</source>
        <translation>建议的补救措施</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>手动选择</translation>
    </message>
</context>
<context>
    <name>DiagnosisFiles</name>
    <message>
        <source>Folder for the files</source>
        <translation>保存文件的文件夹</translation>
    </message>
    <message>
        <source>Quantised files, one for each network</source>
        <translation>量化文件，每个网络一个</translation>
    </message>
    <message>
        <source>Networks (*.onnx)</source>
        <translation>网络 (*.onnx)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Save the table of layers</source>
        <translation>保存层表</translation>
    </message>
    <message>
        <source>Saving %s</source>
        <translation>正在保存 %s</translation>
    </message>
</context>
<context>
    <name>DiagnosisForm</name>
    <message>
        <source>No files yet: quantise here, or choose some.</source>
        <translation>尚无文件：请在此量化，或选择已有文件。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>起始帧</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>结束帧</translation>
    </message>
    <message>
        <source>Layers kept in float, with commas</source>
        <translation>保留为浮点的层，以逗号分隔</translation>
    </message>
    <message>
        <source>Layers kept in float</source>
        <translation>保留为浮点的层</translation>
    </message>
    <message>
        <source>By the names of the table of layers, where a right click adds one</source>
        <translation>使用层表中的名称；在层表中右键点击可添加</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>保存文件的文件夹</translation>
    </message>
    <message>
        <source>Folder for the files; they keep their names</source>
        <translation>保存文件的文件夹；文件名保持不变</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Quantise</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Choose files of B</source>
        <translation>选择 B 的文件</translation>
    </message>
    <message>
        <source>Run it beside A</source>
        <translation>与 A 对比运行</translation>
    </message>
    <message>
        <source>Try remedies</source>
        <translation>尝试补救措施</translation>
    </message>
    <message>
        <source>Diagnose also quantises anew and looks whether that helps</source>
        <translation>“诊断”还会重新量化，并检查是否有改善</translation>
    </message>
    <message>
        <source>Diagnose</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>A and B side by side, the error of each layer, one layer at a time, then remedies</source>
        <translation>先对比 A 与 B，再看每层误差，然后逐层单独量化，最后尝试补救措施</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>in frames</source>
        <translation>帧范围</translation>
    </message>
    <message>
        <source>drawn box, frame {index}</source>
        <translation>所画的框，第 {index} 帧</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>真值</translation>
    </message>
</context>
<context>
    <name>DiagnosisModel</name>
    <message>
        <source>alone: {figures}</source>
        <extracomment>The line of a cell; the figure that a bar is drawn from.</extracomment>
        <translation>单独：{figures}</translation>
    </message>
    <message>
        <source>accumulated: {figures}</source>
        <translation>累积：{figures}</translation>
    </message>
    <message>
        <source>largest channel&apos;s weights: {spread} times those of the median one</source>
        <translation>最大通道的权重：为中位通道的 {spread} 倍</translation>
    </message>
    <message>
        <source>Weights dB</source>
        <translation>权重 dB</translation>
    </message>
    <message>
        <source>Signal-to-noise of the weights, dB; read from the files</source>
        <translation>权重的信噪比（dB），由文件得出</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单层</translation>
    </message>
    <message>
        <source>Cosine of this layer with the float network&apos;s inputs</source>
        <translation>输入取自浮点网络时，本层输出的余弦相似度</translation>
    </message>
    <message>
        <source>Accum.</source>
        <translation>累积</translation>
    </message>
    <message>
        <source>Cosine with all errors of the layers before it</source>
        <translation>包含之前各层全部误差的余弦相似度</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>跌幅</translation>
    </message>
    <message>
        <source>By how much that cosine falls in this layer</source>
        <translation>该余弦相似度在本层的下降量</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Place in the order of execution</source>
        <translation>执行顺序中的位置</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What is wrong with it</source>
        <translation>该层的问题所在</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Name in the file</source>
        <translation>文件中的名称</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Which of the networks</source>
        <translation>所属网络</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>单独</translation>
    </message>
    <message>
        <source>Error of the network&apos;s outputs where only this layer is quantised: finds the culprit</source>
        <translation>仅量化本层时网络输出的误差，用于找出问题层</translation>
    </message>
    <message>
        <source>Channels lost</source>
        <translation>丢失通道</translation>
    </message>
    <message>
        <source>Share of output channels whose weights have all become zero; read from the files</source>
        <translation>权重全部变为零的输出通道所占比例，由文件得出</translation>
    </message>
    <message>
        <source>Rel. L2</source>
        <translation>相对 L2</translation>
    </message>
    <message>
        <source>|a - b| / |a|, accumulated</source>
        <translation>|a - b| / |a|，累积</translation>
    </message>
    <message>
        <source>SNR dB</source>
        <translation>信噪比 dB</translation>
    </message>
    <message>
        <source>Signal-to-noise of the values, dB, accumulated</source>
        <translation>数值的信噪比（dB），累积</translation>
    </message>
    <message>
        <source>Max abs</source>
        <translation>最大绝对误差</translation>
    </message>
    <message>
        <source>Greatest |a - b|, accumulated</source>
        <translation>|a - b| 的最大值，累积</translation>
    </message>
    <message>
        <source>Satur.</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>Share of the float values beyond the quantised range</source>
        <translation>超出量化范围的浮点值所占比例</translation>
    </message>
</context>
<context>
    <name>DiagnosisPanel</name>
    <message>
        <source>Nothing is diagnosed yet. Quantise the networks or choose files of B under Prepare.</source>
        <translation>尚无诊断结果。请在“准备”中量化网络，或选择 B 的文件。</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Everything that was found as one HTML page</source>
        <translation>将全部诊断结果保存为一个 HTML 页面</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>保存表格…</translation>
    </message>
    <message>
        <source>The table of layers as CSV</source>
        <translation>将各层的表格保存为 CSV</translation>
    </message>
    <message>
        <source>Remedies · {n}</source>
        <translation>补救措施 · {n}</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Remedies</source>
        <translation>补救措施</translation>
    </message>
    <message>
        <source>Pages of the diagnosis</source>
        <translation>诊断的各个页面</translation>
    </message>
    <message>
        <source>A board&apos;s compiler</source>
        <translation>开发板编译器</translation>
    </message>
    <message>
        <source>Where a board&apos;s compiler loses the target, by layer or by stage</source>
        <translation>开发板编译器在哪一层或哪一阶段丢失目标</translation>
    </message>
    <message>
        <source>From a compiler&apos;s log…</source>
        <translation>读取编译器日志…</translation>
    </message>
    <message>
        <source>Stages on the board…</source>
        <translation>在板上逐阶段运行…</translation>
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
    <name>EntryPage</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Times beside the layers</source>
        <translation>各层以外的耗时</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>All frames were profiled: these times contain what that costs.</source>
        <translation>所有帧均经过剖析：这些耗时包含剖析本身的开销。</translation>
    </message>
    <message>
        <source>No frame of it was profiled.</source>
        <translation>没有已剖析的帧。</translation>
    </message>
    <message>
        <source>Problems ({count})</source>
        <translation>问题（{count}）</translation>
    </message>
    <message>
        <source>Beside the layers</source>
        <translation>各层以外</translation>
    </message>
    <message>
        <source>layers: {count}</source>
        <translation>共 {count} 层</translation>
    </message>
</context>
<context>
    <name>EvidenceChart</name>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Peak (σ)</source>
        <translation>峰（σ）</translation>
    </message>
    <message>
        <source>Jump (sizes)</source>
        <translation>跳变（尺寸倍数）</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Evidence over time</source>
        <translation>判据随时间的变化</translation>
    </message>
    <message>
        <source>Score of the tracker; how far the score map&apos;s peak stands out, in standard deviations; way in one frame, in sizes of the target; likeness to the first box, -1 to 1. Dashed: the limits that mean lost. Hatched: lost. A click goes to the frame.</source>
        <translation>跟踪器的得分；得分图的峰的突出程度，以标准差计；单帧位移，以目标尺寸计；与初始框的相似度，-1 到 1。虚线：判为丢失的阈值。斜线填充：丢失。点击可跳转到该帧。</translation>
    </message>
    <message>
        <source>Frame {number}, lost: {figures}</source>
        <translation>第 {number} 帧，已丢失：{figures}</translation>
    </message>
    <message>
        <source>Frame {number}: {figures}</source>
        <translation>第 {number} 帧：{figures}</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Layers as CSV…</source>
        <translation>逐层数据存为 CSV…</translation>
    </message>
    <message>
        <source>Frames as CSV…</source>
        <translation>逐帧数据存为 CSV…</translation>
    </message>
    <message>
        <source>Chrome trace, for Perfetto…</source>
        <translation>Chrome trace（用于 Perfetto）…</translation>
    </message>
    <message>
        <source>Report as HTML…</source>
        <translation>报告存为 HTML…</translation>
    </message>
    <message>
        <source>This view as PNG…</source>
        <translation>此视图存为 PNG…</translation>
    </message>
    <message>
        <source>This view as SVG…</source>
        <translation>此视图存为 SVG…</translation>
    </message>
</context>
<context>
    <name>FramesStrip</name>
    <message>
        <source>Step of every frame</source>
        <translation>每帧的单步耗时</translation>
    </message>
    <message>
        <source>A click goes to the frame. Paler, with a tick below: profiled frames.</source>
        <translation>点击可跳转到该帧。颜色较浅且下方有刻度：已剖析的帧。</translation>
    </message>
    <message>
        <source>No frame was recorded.</source>
        <translation>没有录制任何帧。</translation>
    </message>
    <message>
        <source>step of {count} frames · dashed: p95 {p95} ms</source>
        <translation>{count} 帧的单步耗时 · 虚线：p95 {p95} ms</translation>
    </message>
    <message>
        <source>frame {index} · {ms} ms</source>
        <translation>第 {index} 帧 · {ms} ms</translation>
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
    <name>IouChart</name>
    <message>
        <source>Overlap of the boxes over the frames</source>
        <translation>各帧中框的重叠度</translation>
    </message>
    <message>
        <source>No frame has a box on both sides.</source>
        <translation>没有两侧都有框的帧。</translation>
    </message>
    <message>
        <source>track {id}: IoU of A and B over {count} frames · dashed: {limit}</source>
        <translation>轨迹 {id}：A 与 B 在 {count} 帧中的 IoU · 虚线：{limit}</translation>
    </message>
    <message>
        <source>frame {index} · IoU {iou}</source>
        <translation>第 {index} 帧 · IoU {iou}</translation>
    </message>
</context>
<context>
    <name>KeptSecretsDialog</name>
    <message>
        <source>Kept passwords</source>
        <translation>已保存的密码</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Forget all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The system&apos;s keyring holds passwords of these boards and keys:</source>
        <translation>系统密钥环中保存了以下开发板和密钥的密码：</translation>
    </message>
    <message>
        <source>No password is kept.</source>
        <translation>没有已保存的密码。</translation>
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
        <source>{title} · {n}</source>
        <translation>{title} · {n}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Sums over the layers of this group</source>
        <translation>该组各层之和</translation>
    </message>
    <message>
        <source>Total less copy and hardware; negative where the hardware goes on by itself</source>
        <translation>总时间减去拷贝和硬件时间；硬件自行继续运行时为负</translation>
    </message>
    <message>
        <source>Stands for {n} layers of the file:</source>
        <translation>对应文件中的 {n} 层：</translation>
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
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>The last profiled frames</source>
        <translation>最近剖析的各帧</translation>
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
        <source>Published</source>
        <translation>公布</translation>
    </message>
    <message>
        <source>What somebody published, ms</source>
        <translation>他人公布的耗时（ms）</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Place in the order of execution</source>
        <translation>执行顺序中的位置</translation>
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
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Name in the file, else in the runtime</source>
        <translation>文件中的名称；没有时为运行时中的名称</translation>
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
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>By type</source>
        <translation>按类型</translation>
    </message>
    <message>
        <source>By device</source>
        <translation>按设备</translation>
    </message>
    <message>
        <source>By network</source>
        <translation>按网络</translation>
    </message>
    <message>
        <source>Group layers</source>
        <translation>层的分组方式</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>No longer keep at the top</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Keep at the top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>In order of execution</source>
        <translation>按执行顺序</translation>
    </message>
    <message>
        <source>Save as CSV, PNG or SVG…</source>
        <translation>保存为 CSV、PNG 或 SVG…</translation>
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
        <source>How often a frame is profiled; figures are over the last {n} of them</source>
        <translation>剖析的帧间隔；指标按最近 {n} 个已剖析的帧统计</translation>
    </message>
    <message>
        <source>published {theirs} ms hard · no hardware time here · {source}</source>
        <translation>公布的硬件时间 {theirs} ms · 此处没有硬件时间 · {source}</translation>
    </message>
    <message>
        <source>published {theirs} ms hard · here {ours} ({difference} %) · {source}</source>
        <translation>公布的硬件时间 {theirs} ms · 此处 {ours}（{difference} %） · {source}</translation>
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
    <name>LayersPage</name>
    <message>
        <source>Keep in float next time</source>
        <translation>下次保留为浮点</translation>
    </message>
    <message>
        <source>Sort worst first</source>
        <translation>最差的排在最前</translation>
    </message>
    <message>
        <source>Layers, worst first</source>
        <translation>各层，最差的在前</translation>
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
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>A beside B</source>
        <translation>A/B 对比</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
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
    <name>ModelFiles</name>
    <message>
        <source>Uploading %s</source>
        <extracomment>Kind of the task: one upload at a time.</extracomment>
        <translation>正在上传 %s</translation>
    </message>
    <message>
        <source>%d files</source>
        <translation>%d 个文件</translation>
    </message>
    <message>
        <source>Removed from the board: %s.</source>
        <translation>已从开发板删除：%s。</translation>
    </message>
    <message>
        <source>Unfinished uploads removed: %s.</source>
        <translation>已删除未完成的上传：%s。</translation>
    </message>
    <message>
        <source>The upload was cancelled.</source>
        <translation>上传已取消。</translation>
    </message>
    <message>
        <source>What has arrived waits on the board: upload the same files again, and it goes on.</source>
        <translation>已传到板上的部分会保留：再次上传相同的文件即可续传。</translation>
    </message>
    <message>
        <source>On the board and verified there: %s.</source>
        <translation>已传到板上并通过校验：%s。</translation>
    </message>
</context>
<context>
    <name>ModelStore</name>
    <message>
        <source>Files in the model store</source>
        <extracomment>As many digits of a checksum tell files apart that people have side by side.</extracomment>
        <translation>板上模型目录中的文件</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Upload…</source>
        <translation>上传…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Look at the board again</source>
        <translation>重新查看开发板</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>No models here yet. Upload compiled ones, or run a model: what it needs is uploaded by itself.</source>
        <translation>板上尚无模型。请上传编译好的模型，或直接运行模型：所需文件会自动上传。</translation>
    </message>
    <message>
        <source>{size} of unfinished uploads: choose the same files again, and it goes on there.</source>
        <translation>有 {size} 未完成的上传：再次选择相同的文件即可续传。</translation>
    </message>
    <message>
        <source>Remove {name} from the board?</source>
        <translation>从开发板删除 {name}？</translation>
    </message>
    <message>
        <source>Remove {count} files from the board?</source>
        <translation>从开发板删除 {count} 个文件？</translation>
    </message>
    <message>
        <source>A model that needs it is uploaded again when it is run, if its files are here.</source>
        <translation>若本机有其文件，运行需要它的模型时会重新上传。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Copies files to the board and verifies them there</source>
        <translation>将文件复制到开发板并在板上校验</translation>
    </message>
    <message>
        <source>Removes the selected files from the board, after asking</source>
        <translation>确认后从开发板删除所选文件</translation>
    </message>
</context>
<context>
    <name>NetworkFormats</name>
    <message>
        <source>A {bits} bit</source>
        <translation>A {bits} 位</translation>
    </message>
    <message>
        <source>W {bits} bit</source>
        <translation>W {bits} 位</translation>
    </message>
    <message>
        <source>per tensor</source>
        <translation>逐张量</translation>
    </message>
    <message>
        <source>per channel</source>
        <translation>逐通道</translation>
    </message>
    <message>
        <source>Values of {network}</source>
        <translation>{network} 的激活值</translation>
    </message>
    <message>
        <source>Weights of {network}</source>
        <translation>{network} 的权重</translation>
    </message>
    <message>
        <source>Scales of {network}</source>
        <translation>{network} 的缩放系数</translation>
    </message>
    <message>
        <source>A: bits of activations, that is of what flows between layers; one scale per tensor</source>
        <translation>A：激活值的位数，即层间传递的数据；每个张量一个缩放系数</translation>
    </message>
    <message>
        <source>W: bits of the weights</source>
        <translation>W：权重的位数</translation>
    </message>
    <message>
        <source>One scale for all weights of a layer, or one for each output channel</source>
        <translation>一层的全部权重共用一个缩放系数，或每个输出通道各用一个</translation>
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
    <name>OutputsPage</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Peak kept</source>
        <translation>峰保持</translation>
    </message>
    <message>
        <source>Peak moved</source>
        <translation>峰偏移</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>SNR dB</source>
        <translation>信噪比 dB</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>Range used</source>
        <translation>范围利用率</translation>
    </message>
    <message>
        <source>Zero channels</source>
        <translation>全零通道</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>{cells} cells</source>
        <translation>{cells} 格</translation>
    </message>
    <message>
        <source>nothing is wrong</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>PairChart</name>
    <message>
        <source>Overlap over time</source>
        <translation>重叠度随时间的变化</translation>
    </message>
    <message>
        <source>Overlap (IoU) of the boxes of A and B, and of each with the truth, frame by frame. Below the dashed line they part; the first such frame is marked. A click goes to the frame.</source>
        <translation>A 与 B 的框之间、以及各自与真值之间的逐帧重叠度（IoU）。低于虚线即为分离，首个分离的帧有标记。点击可跳转到该帧。</translation>
    </message>
    <message>
        <source>A with B</source>
        <translation>A 与 B</translation>
    </message>
    <message>
        <source>A with truth</source>
        <translation>A 与真值</translation>
    </message>
    <message>
        <source>B with truth</source>
        <translation>B 与真值</translation>
    </message>
    <message>
        <source>Frame {number}: {figures}</source>
        <translation>第 {number} 帧：{figures}</translation>
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
    <name>Recordings</name>
    <message>
        <source>{value} frames/s</source>
        <translation>{value} 帧/秒</translation>
    </message>
    <message>
        <source>latency {value} ms</source>
        <translation>延迟 {value} ms</translation>
    </message>
    <message>
        <source>step p50 {value} ms</source>
        <translation>单步 p50 {value} ms</translation>
    </message>
    <message>
        <source>profiled p50 {value} ms</source>
        <translation>剖析帧 p50 {value} ms</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>视频源</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>跟踪器</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>开发板</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>{count}, of these profiled: {profiled}</source>
        <translation>{count}，其中已剖析 {profiled}</translation>
    </message>
    <message>
        <source>dropped: {count}</source>
        <translation>丢帧 {count}</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Times are</source>
        <translation>耗时来源</translation>
    </message>
    <message>
        <source>{out} out, {back} in per frame</source>
        <translation>每帧发送 {out}，接收 {back}</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>{size}; layer times stay in the file</source>
        <translation>{size}；逐层耗时留在文件中</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存占用</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>{size} per frame</source>
        <translation>每帧 {size}</translation>
    </message>
    <message>
        <source>DDR</source>
        <translation>DDR</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>p50 ms</source>
        <translation>p50 ms</translation>
    </message>
    <message>
        <source>Median of the whole time over the profiled frames</source>
        <translation>已剖析各帧总时间的中位数</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>max ms</source>
        <translation>最大 ms</translation>
    </message>
    <message>
        <source>Longest whole time of all profiled frames</source>
        <translation>所有已剖析的帧中最长的总时间</translation>
    </message>
    <message>
        <source>Profiled frames behind these figures</source>
        <translation>这些指标所依据的已剖析帧数</translation>
    </message>
    <message>
        <source>this frame</source>
        <translation>本帧</translation>
    </message>
    <message>
        <source>Whole time in the frame that is selected</source>
        <translation>所选帧的总时间</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>total ms</source>
        <translation>总计 ms</translation>
    </message>
    <message>
        <source>min ms</source>
        <translation>最小 ms</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Similarity of the layer&apos;s output to the float model&apos;s: 1 is the same</source>
        <translation>该层输出与浮点模型输出的相似度：1 表示相同</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Range that the quantiser chose</source>
        <translation>量化器选定的范围</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行次数</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Where it stands in the file</source>
        <translation>在文件中的位置</translation>
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
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>copy ms</source>
        <translation>拷贝 ms</translation>
    </message>
    <message>
        <source>hard ms</source>
        <translation>硬件 ms</translation>
    </message>
    <message>
        <source>other ms</source>
        <translation>其他 ms</translation>
    </message>
    <message>
        <source>Total less copy and hardware; below zero where that goes on by itself</source>
        <translation>总时间减去拷贝和硬件时间；硬件自行继续运行时小于零</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Time s</source>
        <translation>时间 s</translation>
    </message>
    <message>
        <source>Step ms</source>
        <translation>单步 ms</translation>
    </message>
    <message>
        <source>Wall time of the whole step, decoding and queue aside</source>
        <translation>单步的墙钟时间，不含解码和排队</translation>
    </message>
    <message>
        <source>profiled</source>
        <translation>已剖析</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation>发送字节数</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>接收字节数</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>丢帧</translation>
    </message>
    <message>
        <source>Frames that a live source skipped before this one</source>
        <translation>实时视频源在此帧之前跳过的帧数</translation>
    </message>
    <message>
        <source>step, ordinary frames</source>
        <translation>单步，普通帧</translation>
    </message>
    <message>
        <source>step, profiled frames</source>
        <translation>单步，剖析帧</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>sum of total times</source>
        <translation>总时间之和</translation>
    </message>
    <message>
        <source>sum of copy times</source>
        <translation>拷贝时间之和</translation>
    </message>
    <message>
        <source>sum of hard times</source>
        <translation>硬件时间之和</translation>
    </message>
    <message>
        <source>sum of other times</source>
        <translation>其他时间之和</translation>
    </message>
    <message>
        <source>average ms</source>
        <translation>平均 ms</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>RecordingsController</name>
    <message>
        <source>Looking for recordings</source>
        <extracomment>Entries whose figures are kept while others are shown: going back to one of these reads nothing.</extracomment>
        <translation>正在查找录制结果</translation>
    </message>
    <message>
        <source>Opening %s</source>
        <translation>正在打开 %s</translation>
    </message>
    <message>
        <source>profile of a vendor&apos;s tool</source>
        <translation>厂商工具的剖析数据</translation>
    </message>
    <message>
        <source>frames: {count}</source>
        <translation>共 {count} 帧</translation>
    </message>
    <message>
        <source>made by a later version</source>
        <translation>由更新的版本生成</translation>
    </message>
    <message>
        <source>Not all of %s could be read.</source>
        <translation>%s 未能全部读取。</translation>
    </message>
    <message>
        <source>The rest is shown; what is missing stands under Problems.</source>
        <translation>其余部分已显示；缺失的内容见“问题”。</translation>
    </message>
    <message>
        <source>%s has been saved.</source>
        <translation>%s 已保存。</translation>
    </message>
    <message>
        <source>Saving %s</source>
        <translation>正在保存 %s</translation>
    </message>
</context>
<context>
    <name>RecordingsList</name>
    <message>
        <source>Recordings and profiles</source>
        <translation>录制结果与剖析数据</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>RecordingsTable</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>RecordingsWindow</name>
    <message>
        <source>Recordings and profiles</source>
        <translation>录制结果与剖析数据</translation>
    </message>
    <message>
        <source>Select one entry to look at it, or two to compare them.</source>
        <translation>选择一项可查看，选择两项可对比。</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Import profile…</source>
        <translation>导入剖析数据…</translation>
    </message>
    <message>
        <source>Look for new recordings</source>
        <translation>查找新的录制结果</translation>
    </message>
    <message>
        <source>RECORDINGS AND PROFILES</source>
        <translation>录制结果与剖析数据</translation>
    </message>
    <message>
        <source>No recording yet.

Record a run with Ctrl+R, or open the folder of a recording. Profiles and logs of hb_mapper, hrt_model_exec, msprof, Icraft and onnxruntime can be imported, too: drop them here.</source>
        <translation>尚无录制结果。

请按 Ctrl+R 录制一次运行，或打开录制结果的文件夹。也可导入 hb_mapper、hrt_model_exec、msprof、Icraft 和 onnxruntime 的剖析数据与日志：拖放到这里即可。</translation>
    </message>
    <message>
        <source>Open the folder of a recording</source>
        <translation>打开录制结果的文件夹</translation>
    </message>
    <message>
        <source>Import profiles</source>
        <translation>导入剖析数据</translation>
    </message>
    <message>
        <source>Profiles and logs (%s)</source>
        <translation>剖析数据与日志 (%s)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>RemediesPage</name>
    <message>
        <source>AUC A</source>
        <translation>AUC A</translation>
    </message>
    <message>
        <source>AUC B</source>
        <translation>AUC B</translation>
    </message>
    <message>
        <source>IoU with A</source>
        <translation>与 A 的 IoU</translation>
    </message>
    <message>
        <source>… on A&apos;s crops</source>
        <translation>… 用 A 的裁剪图</translation>
    </message>
    <message>
        <source>Peak kept</source>
        <translation>峰保持</translation>
    </message>
    <message>
        <source>Parted at</source>
        <translation>分离帧</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Remedies that were tried</source>
        <translation>已尝试的补救措施</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Use the remedy</source>
        <translation>采用补救措施</translation>
    </message>
    <message>
        <source>Nothing needs to be cured.</source>
        <translation>没有需要补救的问题。</translation>
    </message>
    <message>
        <source>No remedy was tried, or none helps.</source>
        <translation>未尝试补救措施，或均无效果。</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>足够</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message>
        <source>not known</source>
        <extracomment>Shown from the start; the last one comes only where it is needed.</extracomment>
        <translation>未知</translation>
    </message>
    <message>
        <source>runs now: %s</source>
        <translation>当前运行：%s</translation>
    </message>
    <message>
        <source>would run: %s</source>
        <translation>安装后运行：%s</translation>
    </message>
    <message>
        <source>hard operators: %s</source>
        <translation>硬算子：%s</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>无</translation>
    </message>
    <message>
        <source>What {name} would mean</source>
        <translation>换用 {name} 的影响</translation>
    </message>
    <message>
        <source>{boot_file} becomes {name}. The board restarts and is away for a while; whatever runs on it ends.</source>
        <translation>{boot_file} 将替换为 {name}。开发板会重启，并暂时断开；板上正在运行的任务都会终止。</translation>
    </message>
    <message>
        <source>It runs {running} now; {expected} is expected.</source>
        <translation>现在运行的是 {running}；应为 {expected}。</translation>
    </message>
    <message>
        <source>an unknown bitstream</source>
        <translation>未知的比特流</translation>
    </message>
    <message>
        <source>one that nobody knows</source>
        <translation>未知的比特流</translation>
    </message>
    <message>
        <source>The earlier file is kept as {backup} there and {copy} here.</source>
        <translation>原启动文件在板上保留为 {backup}，在本机保留为 {copy}。</translation>
    </message>
    <message>
        <source>There is no earlier boot file.</source>
        <translation>没有原启动文件。</translation>
    </message>
    <message>
        <source>Restart {host} with another bitstream?</source>
        <translation>用另一个比特流重启 {host}？</translation>
    </message>
    <message>
        <source>Restart the board</source>
        <translation>重启开发板</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
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
    <name>SearchFeed</name>
    <message>
        <source>#{id} was not followed in this frame.</source>
        <translation>本帧未跟踪 #{id}。</translation>
    </message>
    <message>
        <source>This model finds its objects anew in every frame: there is no search to show.</source>
        <translation>此模型逐帧独立检测物体，没有搜索过程可显示。</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Draw a box round what to follow and play: what the tracker looks at is shown here.</source>
        <translation>框选要跟踪的目标并播放，这里会显示跟踪器看到的内容。</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>What is looked for, as the network gets it</source>
        <translation>要寻找的目标，即网络实际得到的输入</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Where it is looked for, with the score of each cell. Ring: chosen; dotted: runner-up</source>
        <translation>寻找目标的区域及每格得分。圆环：选中；点线环：次高</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>排序得分</translation>
    </message>
    <message>
        <source>Scores after penalty and window: the greatest is chosen. Dotted: runner-up</source>
        <translation>经惩罚和余弦窗处理后的得分，取最高者。点线环：次高</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>惩罚</translation>
    </message>
    <message>
        <source>What a change of size or shape leaves of a score, 1 = all</source>
        <translation>尺寸或形状变化后得分的保留比例，1 = 全部保留</translation>
    </message>
    <message>
        <source>Not kept for this frame. Draw the box again here to see it.</source>
        <translation>此帧的内容未保留。在此处重新画框即可查看。</translation>
    </message>
    <message>
        <source>#{id} peak {score}</source>
        <translation>#{id} 峰 {score}</translation>
    </message>
    <message>
        <source>runner-up {score}, {cells} cells away</source>
        <translation>次峰 {score}，相距 {cells} 格</translation>
    </message>
    <message>
        <source>stands out {ratio} σ</source>
        <translation>突出 {ratio} σ</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Log in to the board</source>
        <translation>登录开发板</translation>
    </message>
    <message>
        <source>Keep in the system&apos;s keyring</source>
        <translation>保存到系统密钥环</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The system keeps it, locked with your log-in; Board › Forget kept passwords.</source>
        <translation>由系统保存，受系统登录保护；可用“开发板 › 清除已保存的密码”删除。</translation>
    </message>
    <message>
        <source>It is asked for each time and kept nowhere.</source>
        <translation>每次都会询问，不保存。</translation>
    </message>
</context>
<context>
    <name>SecretsController</name>
    <message>
        <source>Asking the system&apos;s keyring</source>
        <translation>正在查询系统密钥环</translation>
    </message>
</context>
<context>
    <name>SerialController</name>
    <message>
        <source>No serial port is there. Is the cable plugged in?</source>
        <translation>没有找到串口。线缆插好了吗？</translation>
    </message>
</context>
<context>
    <name>SerialPanel</name>
    <message>
        <source>Serial console</source>
        <translation>串口控制台</translation>
    </message>
    <message>
        <source>Look for ports again</source>
        <translation>重新查找串口</translation>
    </message>
    <message>
        <source>Log in and look</source>
        <translation>登录并检查</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Set address</source>
        <translation>设置地址</translation>
    </message>
    <message>
        <source>Start SSH server</source>
        <translation>启动 SSH 服务器</translation>
    </message>
    <message>
        <source>Connect to %s</source>
        <translation>连接 %s</translation>
    </message>
    <message>
        <source>Connect over the network</source>
        <translation>通过网络连接</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>Speed (baud)</source>
        <translation>波特率</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>网卡</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>For a board that has no address yet: its console over a USB or serial cable.</source>
        <translation>适用于尚无地址的开发板：通过 USB 或串口线访问其控制台。</translation>
    </message>
    <message>
        <source>STEPS</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>ADDRESS ON THE NETWORK</source>
        <translation>网络地址</translation>
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
        <source>Networks and runtime files (%s)</source>
        <translation>网络和运行时配置文件 (%s)</translation>
    </message>
    <message>
        <source>Weights of B, one file for each of its networks</source>
        <translation>B 的权重，每个网络一个文件</translation>
    </message>
    <message>
        <source>Networks (*.onnx)</source>
        <translation>网络 (*.onnx)</translation>
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
        <source>link out</source>
        <translation>链路去程</translation>
    </message>
    <message>
        <source>infer</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>board queue</source>
        <translation>板上排队</translation>
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
        <source>link back</source>
        <translation>链路回程</translation>
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
        <source>beside</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>draw</source>
        <translation>绘制</translation>
    </message>
</context>
<context>
    <name>StageLegend</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>本帧</translation>
    </message>
    <message>
        <source>stage, ms</source>
        <translation>阶段，ms</translation>
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
    <name>StepWords</name>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Board and file</source>
        <translation>开发板和文件</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Copy, verify</source>
        <translation>复制并校验</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>等待确认</translation>
    </message>
    <message>
        <source>Replace, sync</source>
        <translation>替换并同步</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Wait for it</source>
        <translation>等待恢复</translation>
    </message>
    <message>
        <source>Read what runs</source>
        <translation>读取运行中的比特流</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>恢复原文件</translation>
    </message>
</context>
<context>
    <name>StoredFileList</name>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>复制校验和</translation>
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
    <name>TelemetryView</name>
    <message>
        <source>LOAD</source>
        <extracomment>A longer pause between two looks is a gap in the curve: nobody knows what was then. Degrees that a curve spans at least, so that a sensor&apos;s noise does not look like a mountain.</extracomment>
        <translation>负载</translation>
    </message>
    <message>
        <source>The last two minutes, as the board&apos;s own tools tell it.</source>
        <translation>最近两分钟，由板上自带工具给出。</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>accelerator</source>
        <translation>加速器</translation>
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
    <name>Timing</name>
    <message>
        <source>step {profiled} ms, all of them profiled</source>
        <translation>单步 {profiled} ms，全部已剖析</translation>
    </message>
    <message>
        <source>step {ordinary} ms · profiled {profiled} ms ({inflation} %)</source>
        <translation>单步 {ordinary} ms · 剖析时 {profiled} ms（{inflation} %）</translation>
    </message>
</context>
<context>
    <name>TimingController</name>
    <message>
        <source>Save frame times</source>
        <translation>保存逐帧耗时</translation>
    </message>
    <message>
        <source>Save layer times</source>
        <translation>保存逐层耗时</translation>
    </message>
    <message>
        <source>Open the panel that is to be saved (menu View), then try again.</source>
        <translation>请先打开要保存的面板（“视图”菜单），再试一次。</translation>
    </message>
    <message>
        <source>No panel is open that could be saved.</source>
        <translation>没有打开可保存的面板。</translation>
    </message>
    <message>
        <source>Save the panel as a picture</source>
        <translation>将面板保存为图片</translation>
    </message>
    <message>
        <source>Saving %s</source>
        <translation>正在保存 %s</translation>
    </message>
</context>
<context>
    <name>TimingView</name>
    <message>
        <source>FRAME</source>
        <translation>每帧</translation>
    </message>
    <message>
        <source>source: {ms} ms</source>
        <translation>视频源：{ms} ms</translation>
    </message>
    <message>
        <source>Save as CSV, PNG or SVG…</source>
        <translation>保存为 CSV、PNG 或 SVG…</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} 帧</translation>
    </message>
    <message>
        <source>budget {ms} ms</source>
        <translation>预算 {ms} ms</translation>
    </message>
    <message>
        <source>Over how many of the last frames figures are taken</source>
        <translation>按最近多少帧统计指标</translation>
    </message>
    <message>
        <source>The time that a frame may take</source>
        <translation>一帧允许的耗时</translation>
    </message>
    <message>
        <source>Median time of a frame from glass to glass, of those whose layers were not timed</source>
        <translation>一帧端到端耗时（从采集到显示）的中位数，只计未逐层计时的帧</translation>
    </message>
    <message>
        <source>Results per second that were reached, pauses left out</source>
        <translation>实际达到的每秒结果数，不含暂停</translation>
    </message>
    <message>
        <source>Frames over the budget, the stage with the largest part of their time, and the stage that takes longest beyond what it takes in the other frames</source>
        <translation>超出预算的帧、在这些帧中占时最多的阶段，以及比其他帧耗时增加最多的阶段</translation>
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
    <message>
        <source>Median time of a step without and with layer times. Timing layers costs time itself, so only every Nth frame is profiled, and all other figures here leave those frames out.</source>
        <translation>不采集与采集逐层耗时时的单步耗时中位数。逐层计时本身也要耗时，因此每 N 帧只剖析一帧，此处其他指标均不含这些帧。</translation>
    </message>
    <message>
        <source>p95 {p95} · p99 {p99} ms · frames: {n}</source>
        <translation>p95 {p95} · p99 {p99} ms · 帧数：{n}</translation>
    </message>
    <message>
        <source>frame {index} · {ms}</source>
        <translation>第 {index} 帧 · {ms}</translation>
    </message>
    <message>
        <source>{frame} · layers timed</source>
        <translation>{frame} · 已逐层计时</translation>
    </message>
    <message>
        <source>Every frame is within {budget} ms; p95 leaves {left} ms.</source>
        <translation>所有帧均在 {budget} ms 以内；按 p95 计尚余 {left} ms。</translation>
    </message>
    <message>
        <source>Over {budget} ms: {over} of {n} frames; {stage} takes {part} % of them.</source>
        <translation>超出 {budget} ms：{over} 帧（共 {n} 帧）；其中 {stage} 占 {part} %。</translation>
    </message>
    <message>
        <source>Over {budget} ms: {over} of {n} frames; {stage} takes {part} %, {grown} grew most: +{ms} ms.</source>
        <translation>超出 {budget} ms：{over} 帧（共 {n} 帧）；其中 {stage} 占 {part} %，{grown} 增加最多：+{ms} ms。</translation>
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
    <name>VerdictBand</name>
    <message>
        <source>Healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>不明确</translation>
    </message>
    <message>
        <source>Drifts</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>失效</translation>
    </message>
    <message>
        <source>Go to frame {index}, where they part</source>
        <translation>转到两者分离处（第 {index} 帧）</translation>
    </message>
    <message>
        <source>AUC: A {a}, B {b}</source>
        <translation>AUC：A {a}，B {b}</translation>
    </message>
    <message>
        <source>IoU with A: {iou}; on A&apos;s crops {forced}</source>
        <translation>与 A 的 IoU：{iou}；使用 A 的裁剪图时 {forced}</translation>
    </message>
    <message>
        <source>Peak kept: {kept} %, moved {cells} cells</source>
        <translation>峰位保持：{kept} %，偏移 {cells} 格</translation>
    </message>
    <message>
        <source>{frames} frames compared</source>
        <translation>已比较 {frames} 帧</translation>
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
    <name>WorkLine</name>
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
    <name>_Review</name>
    <message>
        <source>Prepare…</source>
        <translation>准备…</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Other models that fit it: {count}</source>
        <translation>与其匹配的其他模型：{count} 个</translation>
    </message>
    <message>
        <source>Next, the present one is backed up and this one copied to the board; the service and what runs there end for that. You are asked again before the board restarts.</source>
        <translation>接下来会备份现有文件，并将此文件复制到开发板；为此会停止服务和板上正在运行的任务。重启开发板之前会再次询问。</translation>
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
        <source>&amp;Diagnosis</source>
        <translation>诊断(&amp;D)</translation>
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
        <source>&amp;Forget kept passwords…</source>
        <translation>清除已保存的密码(&amp;F)…</translation>
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
        <source>&amp;Next slow frame</source>
        <translation>下一个慢帧(&amp;N)</translation>
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
        <source>&amp;Recordings and profiles…</source>
        <translation>录制结果和剖析数据(&amp;R)…</translation>
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
        <source>&amp;Serial console…</source>
        <translation>串口控制台(&amp;S)…</translation>
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
        <source>&amp;Why: what the tracker saw</source>
        <translation>原因：跟踪器看到了什么(&amp;W)</translation>
    </message>
    <message>
        <source>A &amp;beside B</source>
        <translation>A/B 对比(&amp;B)</translation>
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
        <source>Draws the tracker&apos;s score map over the picture</source>
        <translation>将跟踪器的得分图叠加到画面上</translation>
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
        <source>For a board without an address: log in over a cable, give it one, start SSH</source>
        <translation>用于没有地址的开发板：通过线缆登录、设置地址、启动 SSH</translation>
    </message>
    <message>
        <source>Goes to the next frame that took longer than the budget</source>
        <translation>转到下一个耗时超出预算的帧</translation>
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
        <source>Opens recordings and vendors&apos; profiles, and compares two of them</source>
        <translation>打开录制结果和厂商的剖析数据，并可比较其中两项</translation>
    </message>
    <message>
        <source>Quantises here, finds the layers that lose the target, and tries what helps</source>
        <translation>在本机量化，找出导致目标丢失的层，并尝试有效的改进</translation>
    </message>
    <message>
        <source>Remove &amp;all targets</source>
        <translation>移除全部目标(&amp;A)</translation>
    </message>
    <message>
        <source>Removes passwords and passphrases from the system&apos;s keyring</source>
        <translation>从系统密钥环中删除密码和口令</translation>
    </message>
    <message>
        <source>Run on &amp;this computer</source>
        <translation>在本机运行(&amp;T)</translation>
    </message>
    <message>
        <source>Runs a second model on the same frames and shows how far the two agree</source>
        <translation>在相同的帧上运行第二个模型，并显示两者的一致程度</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>减慢播放(&amp;L)</translation>
    </message>
    <message>
        <source>Sa&amp;ve a panel as a picture…</source>
        <translation>将面板保存为图片(&amp;V)…</translation>
    </message>
    <message>
        <source>Save &amp;frame times…</source>
        <translation>保存逐帧耗时(&amp;F)…</translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation>保存画面(&amp;P)…</translation>
    </message>
    <message>
        <source>Save la&amp;yer times…</source>
        <translation>保存逐层耗时(&amp;Y)…</translation>
    </message>
    <message>
        <source>Score ma&amp;p</source>
        <translation>得分图(&amp;P)</translation>
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
        <source>Template, search crop, score map and evidence of the selected target</source>
        <translation>所选目标的模板、搜索区域、得分图和判据</translation>
    </message>
    <message>
        <source>The layer table as CSV, PNG or SVG</source>
        <translation>将逐层耗时表保存为 CSV、PNG 或 SVG</translation>
    </message>
    <message>
        <source>The panel that has the focus, or the one under the video, as PNG or SVG</source>
        <translation>将获得焦点的面板或视频下方的面板保存为 PNG 或 SVG</translation>
    </message>
    <message>
        <source>The timing view as CSV, PNG or SVG</source>
        <translation>将耗时视图保存为 CSV、PNG 或 SVG</translation>
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
        <source>No stage falls below the threshold</source>
        <translation>没有阶段低于阈值</translation>
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
        <source>the peak of the score map moves by more than a cell in {share:.0f} % of the crops</source>
        <translation>在 {share:.0f} % 的裁剪图中，得分图的峰移动超过一格</translation>
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
        <source>, gateway {gateway}</source>
        <translation>，网关 {gateway}</translation>
    </message>
    <message>
        <source>16-bit activations everywhere, scales per channel</source>
        <translation>全部激活用 16 位，缩放系数按通道</translation>
    </message>
    <message>
        <source>: the board has no Python with the vendor&apos;s package</source>
        <translation>：板上没有装有厂商软件包的 Python</translation>
    </message>
    <message>
        <source>A beside B</source>
        <translation>A/B 对比</translation>
    </message>
    <message>
        <source>A model may still be loading; the server&apos;s log says more.</source>
        <translation>可能仍有模型正在加载；详情见服务器日志。</translation>
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
        <source>Address of the board</source>
        <translation>开发板地址</translation>
    </message>
    <message>
        <source>Ask every</source>
        <translation>询问间隔</translation>
    </message>
    <message>
        <source>Check the port; such a server tells its name at /v2.</source>
        <translation>请检查端口；此类服务器会在 /v2 给出名称。</translation>
    </message>
    <message>
        <source>Choose a clip with more frames, and a first box on the target.</source>
        <translation>请换用帧数更多的短片，且初始框须框住目标。</translation>
    </message>
    <message>
        <source>Choose a single-object tracker.</source>
        <translation>请选择单目标跟踪器。</translation>
    </message>
    <message>
        <source>Choose another folder with --out.</source>
        <translation>请用 --out 指定其他文件夹。</translation>
    </message>
    <message>
        <source>Choose only that file.</source>
        <translation>请只选择该文件。</translation>
    </message>
    <message>
        <source>Choose single-object models to compare.</source>
        <translation>请选择单目标模型进行比较。</translation>
    </message>
    <message>
        <source>Connect again to see what it runs.</source>
        <translation>请重新连接，查看正在运行的比特流。</translation>
    </message>
    <message>
        <source>Correct its path in the settings.</source>
        <translation>请在设置中修正其路径。</translation>
    </message>
    <message>
        <source>DDR and CPU; the BPU&apos;s only while it works.</source>
        <translation>DDR 和 CPU；BPU 温度仅在其工作时可读。</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>Enlarge by</source>
        <translation>搜索扩大倍数</translation>
    </message>
    <message>
        <source>Enlarge up to</source>
        <translation>搜索扩大上限</translation>
    </message>
    <message>
        <source>Files of up to {limit:.0f} MB can be read; profile fewer runs.</source>
        <translation>最大可读取 {limit:.0f} MB 的文件；请减少剖析的运行次数。</translation>
    </message>
    <message>
        <source>For example {example}.</source>
        <translation>例如 {example}。</translation>
    </message>
    <message>
        <source>Give it an address</source>
        <translation>设置地址</translation>
    </message>
    <message>
        <source>Give it one beside this computer&apos;s.</source>
        <translation>请为它设置与本机同网段的地址。</translation>
    </message>
    <message>
        <source>Give it one to serve.</source>
        <translation>请为服务器提供一个模型。</translation>
    </message>
    <message>
        <source>Greatest width of the search, in usual ones</source>
        <translation>搜索区域的最大边长（平常边长的倍数）</translation>
    </message>
    <message>
        <source>How much wider the search gets with each lost frame</source>
        <translation>丢失期间，每丢失一帧，搜索区域边长扩大的倍数</translation>
    </message>
    <message>
        <source>Icraft&apos;s stages cannot be simulated: no board is named, nor a Python with the vendor&apos;s package.</source>
        <translation>无法仿真 Icraft 的各阶段：既未指定开发板，也未指定装有厂商软件包的 Python。</translation>
    </message>
    <message>
        <source>Install CPython {version} beside it and name that one.</source>
        <translation>请另行安装 CPython {version}，并指定其路径。</translation>
    </message>
    <message>
        <source>Install Python {version} here and into it the vendor&apos;s package (pip install {wheel}) and numpy; then name its path in the settings, or in the variable {variable}.</source>
        <translation>请在本机安装 Python {version}，并在其中安装厂商软件包（pip install {wheel}）和 numpy；然后在设置或变量 {variable} 中指定其路径。</translation>
    </message>
    <message>
        <source>Install it there: pip install {package}.</source>
        <translation>请在其中安装：pip install {package}。</translation>
    </message>
    <message>
        <source>Is the server started, and are its address and port right?</source>
        <translation>请确认服务器已启动，且地址和端口正确。</translation>
    </message>
    <message>
        <source>It has no figures.</source>
        <translation>其中没有数据。</translation>
    </message>
    <message>
        <source>It has: {known}. Name the right one with --remote-model, or serve it under that name.</source>
        <translation>现有：{known}。请用 --remote-model 指定正确的模型，或在服务器上以该名称提供模型。</translation>
    </message>
    <message>
        <source>It works, but each frame costs more time.</source>
        <translation>可以使用，但每帧耗时更长。</translation>
    </message>
    <message>
        <source>Its libraries do not fit this system; compare their versions.</source>
        <translation>其库与本系统不匹配；请比较版本。</translation>
    </message>
    <message>
        <source>Jump above</source>
        <translation>位移上限</translation>
    </message>
    <message>
        <source>Keep the layer that is named in float with --keep-float, or export the network with opset 17.</source>
        <translation>请用 --keep-float 将所指的层保持为浮点，或以 opset 17 导出网络。</translation>
    </message>
    <message>
        <source>Known are: {known}.</source>
        <translation>已知的有：{known}。</translation>
    </message>
    <message>
        <source>Layers with similar names: {similar}.</source>
        <translation>名称相近的层：{similar}。</translation>
    </message>
    <message>
        <source>Less correlation with the first box&apos;s pixels means lost; -1 asks nothing</source>
        <translation>与初始框像素的相关性低于此值即判为丢失；-1 表示不检查</translation>
    </message>
    <message>
        <source>Likeness below</source>
        <translation>相似度下限</translation>
    </message>
    <message>
        <source>Line {line} cannot be read: {reason}.</source>
        <translation>第 {line} 行无法读取：{reason}。</translation>
    </message>
    <message>
        <source>Line {line} has bytes that are no text; they were replaced.</source>
        <translation>第 {line} 行含有非文本字节，已替换。</translation>
    </message>
    <message>
        <source>Line {line} has {found} columns where the header has {wanted}; it is left out.</source>
        <translation>第 {line} 行有 {found} 列，而表头有 {wanted} 列；该行已略过。</translation>
    </message>
    <message>
        <source>Line {line} has {found} columns where the table has {wanted}; it is left out.</source>
        <translation>第 {line} 行有 {found} 列，而表格有 {wanted} 列；该行已略过。</translation>
    </message>
    <message>
        <source>Line {line} is left out: it names no operator.</source>
        <translation>第 {line} 行已略过：没有算子名称。</translation>
    </message>
    <message>
        <source>Line {line} is left out: op_id is no whole number.</source>
        <translation>第 {line} 行已略过：op_id 不是整数。</translation>
    </message>
    <message>
        <source>Line {line}, the last, has no line end: it is left out.</source>
        <translation>第 {line} 行（最后一行）没有换行符，已略过。</translation>
    </message>
    <message>
        <source>Line {line}, the last, has no line end: {column} may be cut off and is left out.</source>
        <translation>第 {line} 行（最后一行）没有换行符：{column} 可能被截断，已略过。</translation>
    </message>
    <message>
        <source>Line {line}: a node&apos;s event is not as onnxruntime writes it.</source>
        <translation>第 {line} 行：节点事件不符合 onnxruntime 的写法。</translation>
    </message>
    <message>
        <source>Line {line}: an entry of the list is no event.</source>
        <translation>第 {line} 行：列表中有一项不是事件。</translation>
    </message>
    <message>
        <source>Line {line}: cut off or broken: {reason}.</source>
        <translation>第 {line} 行：被截断或已损坏：{reason}。</translation>
    </message>
    <message>
        <source>Line {line}: the values are nested too deeply.</source>
        <translation>第 {line} 行：值的嵌套过深。</translation>
    </message>
    <message>
        <source>Line {line}: {column} is {value!r}, which is no finite number.</source>
        <translation>第 {line} 行：{column} 为 {value!r}，不是有限值。</translation>
    </message>
    <message>
        <source>Line {line}: {column} is {value}, which cannot be negative.</source>
        <translation>第 {line} 行：{column} 为 {value}，不能为负。</translation>
    </message>
    <message>
        <source>Line {line}: {key} is no table of values.</source>
        <translation>第 {line} 行：{key} 不是键值表。</translation>
    </message>
    <message>
        <source>Line {line}: {name} has no average time.</source>
        <translation>第 {line} 行：{name} 没有平均耗时。</translation>
    </message>
    <message>
        <source>Load it on the server, or wait until it has; the server&apos;s log says more.</source>
        <translation>请在服务器上加载该模型，或等待加载完成；详情见服务器日志。</translation>
    </message>
    <message>
        <source>Load of the accelerator</source>
        <translation>加速器负载</translation>
    </message>
    <message>
        <source>Log-in on the console</source>
        <translation>登录控制台</translation>
    </message>
    <message>
        <source>Look why the tracker makes such values; a server with binary tensors takes them.</source>
        <translation>请检查跟踪器为何产生这样的值；支持二进制张量的服务器可以接收它们。</translation>
    </message>
    <message>
        <source>Lost frames between two questions to the detector</source>
        <translation>丢失期间，两次询问检测器之间间隔的帧数</translation>
    </message>
    <message>
        <source>Lost target</source>
        <translation>目标丢失</translation>
    </message>
    <message>
        <source>Lost where the score map&apos;s peak stands out less; 0 asks nothing</source>
        <translation>得分图的峰突出程度低于此值即判为丢失；0 表示不检查</translation>
    </message>
    <message>
        <source>Lost where the way in one frame is greater, in sizes of the target; 0 asks nothing</source>
        <translation>一帧内的位移超过此值即判为丢失，以目标尺寸为单位；0 表示不检查</translation>
    </message>
    <message>
        <source>Measured by Icraft&apos;s runtime, usually in a single frame; the file does not tell the board or the model.</source>
        <translation>由 Icraft 运行时实测，通常只测一帧；文件未注明开发板和模型。</translation>
    </message>
    <message>
        <source>Measured by onnxruntime while it profiled, which costs time itself; medians over the runs.</source>
        <translation>由 onnxruntime 在剖析时实测，剖析本身也要耗时；取各次运行的中位数。</translation>
    </message>
    <message>
        <source>Measured on the board by msprof; medians where an operator ran more than once.</source>
        <translation>由 msprof 在板上实测；算子多次运行时取中位数。</translation>
    </message>
    <message>
        <source>Measured on the board by the vendor&apos;s runtime; averages over its runs.</source>
        <translation>由厂商运行时在板上实测；取各次运行的平均值。</translation>
    </message>
    <message>
        <source>Model of the catalog that is asked where the target is</source>
        <translation>用于询问目标位置的模型，取自模型清单</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Name a board with --board, or a Python with the vendor&apos;s package in TRACKBENCH_ICRAFT_PYTHON.</source>
        <translation>请用 --board 指定开发板，或用 TRACKBENCH_ICRAFT_PYTHON 指定装有厂商软件包的 Python。</translation>
    </message>
    <message>
        <source>Name an Icraft board, or --board virtual.</source>
        <translation>请指定 Icraft 开发板，或使用 --board virtual。</translation>
    </message>
    <message>
        <source>Name one file of each network in place of the folder, for example {first}.</source>
        <translation>请不要指定文件夹，而是为每个网络指定一个文件，例如 {first}。</translation>
    </message>
    <message>
        <source>Name one file per network, in this order, separated by commas.</source>
        <translation>请按此顺序为每个网络指定一个文件，以逗号分隔。</translation>
    </message>
    <message>
        <source>Name one folder of stages for each network, in this order, separated by commas.</source>
        <translation>请按此顺序为每个网络指定一个阶段文件夹，以逗号分隔。</translation>
    </message>
    <message>
        <source>Name one model of the server per network, in this order, separated by commas.</source>
        <translation>请按此顺序为每个网络指定服务器上的一个模型，以逗号分隔。</translation>
    </message>
    <message>
        <source>Name the entry whose float files were compiled, for example --model ettrack.</source>
        <translation>请指定其浮点文件用于编译的模型条目，例如 --model ettrack。</translation>
    </message>
    <message>
        <source>Name the files that were made from these, in the same order.</source>
        <translation>请按相同顺序指定由这些文件生成的文件。</translation>
    </message>
    <message>
        <source>Name the folder with NAME_parsed.json, NAME_optimized.json … NAME_BY.json (jr_path in the toml).</source>
        <translation>请指定包含 NAME_parsed.json、NAME_optimized.json … NAME_BY.json 的文件夹（toml 中的 jr_path）。</translation>
    </message>
    <message>
        <source>Name the interpreter itself, for example /usr/bin/python{version}.</source>
        <translation>请指定解释器本身，例如 /usr/bin/python{version}。</translation>
    </message>
    <message>
        <source>Name the log that hb_mapper wrote; `trackbench import` shows other profiles.</source>
        <translation>请指定 hb_mapper 写出的日志；其他剖析数据可用 `trackbench import` 查看。</translation>
    </message>
    <message>
        <source>Name the original float file.</source>
        <translation>请指定原始浮点文件。</translation>
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
        <source>Names that begin with ... were cut by the tool; node_info wants the whole name</source>
        <translation>以 ... 开头的名称已被工具截断；node_info 需要完整名称</translation>
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
        <source>No frame was recorded on both sides: boxes cannot be compared.</source>
        <translation>没有两侧都录制的帧，无法比较框。</translation>
    </message>
    <message>
        <source>No layer of {a} has a counterpart in {b}: they are of different models, or their tools name layers differently.</source>
        <translation>{a} 的各层在 {b} 中都没有对应层：两者属于不同模型，或其工具对层的命名不同。</translation>
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
        <source>No stage ran, so that nothing can be said</source>
        <translation>没有阶段运行过，无法判断</translation>
    </message>
    <message>
        <source>No track has the same number on both sides: boxes cannot be compared.</source>
        <translation>双方没有编号相同的轨迹：无法比较框。</translation>
    </message>
    <message>
        <source>None of {count} layers falls below {limit:g}</source>
        <translation>共 {count} 层，均不低于 {limit:g}</translation>
    </message>
    <message>
        <source>None of {count} layers falls below {limit:g}, but {outputs} outputs do</source>
        <translation>共 {count} 层，均不低于 {limit:g}，但有 {outputs} 个输出低于该值</translation>
    </message>
    <message>
        <source>Nothing answers at {where}: {reason}.</source>
        <translation>{where} 没有应答：{reason}。</translation>
    </message>
    <message>
        <source>Nothing in the catalog is like it.</source>
        <translation>模型清单中没有与之相近的模型。</translation>
    </message>
    <message>
        <source>Nothing to blame: on the same crops both agree in {share:.0f} % of the frames</source>
        <translation>未发现问题：在相同的裁剪图上，双方在 {share:.0f} % 的帧中一致</translation>
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
        <source>On the same crops both agree in only {share:.0f} % of the frames. Worst layer: {because}</source>
        <translation>在相同的裁剪图上，双方仅在 {share:.0f} % 的帧中一致。最差的层：{because}</translation>
    </message>
    <message>
        <source>On the same crops both agree in {share:.0f} % of the frames, but small differences add up. Largest: {because}</source>
        <translation>在相同的裁剪图上，双方在 {share:.0f} % 的帧中一致，但小误差会累积。最大的误差：{because}</translation>
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
        <source>Only {stage} ran, and there is nothing to compare it with</source>
        <translation>只运行了 {stage}，没有可比较的对象</translation>
    </message>
    <message>
        <source>Open Inference Protocol</source>
        <translation>Open Inference Protocol</translation>
    </message>
    <message>
        <source>Open it with a newer Trackbench.</source>
        <translation>请用更新版本的 Trackbench 打开。</translation>
    </message>
    <message>
        <source>Peak below</source>
        <translation>峰突出度下限</translation>
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
        <source>Put the files of one target into a folder of their own.</source>
        <translation>请将每个目标平台的文件放入各自的文件夹。</translation>
    </message>
    <message>
        <source>Record a clip first and name that.</source>
        <translation>请先录制一段视频，再指定该视频。</translation>
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
        <source>SSH server</source>
        <translation>SSH 服务器</translation>
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
        <source>See bits, per, saturation, mix_precision and the calibration samples ([quantize])</source>
        <translation>请检查 bits、per、saturation、mix_precision 和校准样本（[quantize]）</translation>
    </message>
    <message>
        <source>See no_mergeops and etmopt ([generate]), the MMU and the bitstream</source>
        <translation>请检查 no_mergeops 和 etmopt（[generate]）、MMU 以及比特流</translation>
    </message>
    <message>
        <source>See pass_on and custom_config ([adapt])</source>
        <translation>请检查 pass_on 和 custom_config（[adapt]）</translation>
    </message>
    <message>
        <source>See pass_on and pass_off ([optimize])</source>
        <translation>请检查 pass_on 和 pass_off（[optimize]）</translation>
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
        <source>See whether pre_mean and pre_scale were given to it, and channel_swap ([parse])</source>
        <translation>请检查是否设置了 pre_mean 和 pre_scale，以及 channel_swap（[parse]）</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>Server ready</source>
        <translation>服务器就绪</translation>
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
        <source>Speed is the compiler&apos;s estimate: no board has run. Cosines compare the quantised model with the float one, both computed by the compiler.</source>
        <translation>速度为编译器的估计值：没有在开发板上运行。余弦相似度是量化模型与浮点模型的比较，二者均由编译器计算。</translation>
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
        <source>The agent on this computer has ended ({exit_code}): {last_line}.</source>
        <translation>本机上的代理已退出（{exit_code}）：{last_line}。</translation>
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
        <source>The connection to {host} was lost while {names} was copied.</source>
        <translation>复制 {names} 时与 {host} 的连接中断。</translation>
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
        <source>The file has no model_latency: it ends before the times of the layers.</source>
        <translation>文件中没有 model_latency：在逐层耗时之前就已结束。</translation>
    </message>
    <message>
        <source>The file has no scores; every score is taken to be 1.</source>
        <translation>文件中没有得分，均按 1 处理。</translation>
    </message>
    <message>
        <source>The file is cut off in line {line}: the list has no end.</source>
        <translation>文件在第 {line} 行被截断：列表没有结尾。</translation>
    </message>
    <message>
        <source>The file is cut off or broken from line {line} on.</source>
        <translation>文件从第 {line} 行起被截断或损坏。</translation>
    </message>
    <message>
        <source>The file is empty: nothing was followed.</source>
        <translation>文件为空：没有任何跟踪结果。</translation>
    </message>
    <message>
        <source>The file may be cut off; let the tool write it again.</source>
        <translation>文件可能被截断；请用该工具重新生成。</translation>
    </message>
    <message>
        <source>The float network itself fails on this clip; look at its weights before quantising it.</source>
        <translation>浮点网络自身在这段视频上就已失败；量化之前请先检查其权重。</translation>
    </message>
    <message>
        <source>The float tracker itself does not hold the target, so this clip says little about quantisation</source>
        <translation>浮点跟踪器自身就没有跟住目标，因此这段视频难以说明量化的影响</translation>
    </message>
    <message>
        <source>The ground truth in {path} cannot be read: {reason}.</source>
        <translation>无法读取 {path} 中的真值：{reason}。</translation>
    </message>
    <message>
        <source>The input {name} cannot be sent: it holds NaN or infinity, which JSON has no word for.</source>
        <translation>输入 {name} 无法发送：其中含有 NaN 或无穷值，JSON 无法表示。</translation>
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
        <source>The link is compared as a whole: not all frames of both sides tell its two ways apart.</source>
        <translation>链路按整体比较：双方并非所有帧都分别给出往返两个方向的时间。</translation>
    </message>
    <message>
        <source>The log ends before the conversion does; what came later is missing.</source>
        <translation>日志在转换完成之前就已结束；后面的内容缺失。</translation>
    </message>
    <message>
        <source>The log ends in line {line} inside the table of {table}; more rows may be missing.</source>
        <translation>日志在第 {line} 行、{table} 表的中间结束；可能缺少更多行。</translation>
    </message>
    <message>
        <source>The log has no cosines: makertbin writes them, checker does not</source>
        <translation>日志中没有余弦相似度：makertbin 会写入，checker 不会</translation>
    </message>
    <message>
        <source>The log has {count} conversions; the last one, from line {line} on, was read.</source>
        <translation>日志中有 {count} 次转换；已读取最后一次（从第 {line} 行起）。</translation>
    </message>
    <message>
        <source>The log says that the model has {wanted} outputs, but tells of {found}.</source>
        <translation>日志称模型有 {wanted} 个输出，但只列出 {found} 个。</translation>
    </message>
    <message>
        <source>The log was made with {told}: calibration parameters of the yaml, to be varied</source>
        <translation>日志生成时使用 {told}：这些是 yaml 中的校准参数，可尝试调整</translation>
    </message>
    <message>
        <source>The model has {count} subgraphs: latency is their sum, and nothing tells the rate.</source>
        <translation>模型有 {count} 个子图：延迟为各子图之和，帧率则无从得知。</translation>
    </message>
    <message>
        <source>The model is ready</source>
        <translation>模型就绪</translation>
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
        <source>The text ends before the average latency and the frame rate.</source>
        <translation>文本在平均延迟和帧率之前就已结束。</translation>
    </message>
    <message>
        <source>The video itself can be used; correct the file to see overlaps.</source>
        <translation>视频本身可以使用；修正真值文件后即可查看重叠度。</translation>
    </message>
    <message>
        <source>The virtual board failed: {reason}.</source>
        <translation>虚拟板出现故障：{reason}。</translation>
    </message>
    <message>
        <source>The workbench was closed while {host} restarted with {name}; nobody looked whether it came up.</source>
        <translation>{host} 用 {name} 重启期间 Trackbench 被关闭；未确认开发板是否恢复。</translation>
    </message>
    <message>
        <source>Their accelerator is as it is; other models need other files only.</source>
        <translation>其加速器固定不变；更换模型只需更换模型文件。</translation>
    </message>
    <message>
        <source>There are {count} more problems.</source>
        <translation>另有 {count} 个问题。</translation>
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
        <source>There is no layer {layer!r} in {networks}.</source>
        <translation>{networks} 中没有层 {layer!r}。</translation>
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
        <source>They are asked for by name.</source>
        <translation>将按名称请求模型。</translation>
    </message>
    <message>
        <source>They differ in {share:.0f} % of the frames, and no layer stands out</source>
        <translation>双方在 {share:.0f} % 的帧中不一致，但没有哪一层特别突出</translation>
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
        <source>This is what the tool printed, without layers: give it --profile_path for those.</source>
        <translation>这是该工具打印的内容，不含各层：如需各层数据，请为其指定 --profile_path。</translation>
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
        <source>Times of different origin are compared: {a} has {origins_a}, {b} has {origins_b}.</source>
        <translation>所比较的耗时来源不同：{a} 为 {origins_a}，{b} 为 {origins_b}。</translation>
    </message>
    <message>
        <source>Times of layers</source>
        <translation>逐层耗时</translation>
    </message>
    <message>
        <source>Trackbench-Clock is not three moments in their order</source>
        <translation>Trackbench-Clock 不是按先后顺序排列的三个时刻</translation>
    </message>
    <message>
        <source>Trackers for it: {known}.</source>
        <translation>可用的跟踪器：{known}。</translation>
    </message>
    <message>
        <source>Try 16 bits where it falls: {entries}. The vendor&apos;s sample does it for a Softmax; whether it helps another layer has to be tried</source>
        <translation>可在余弦相似度下降处改用 16 位：{entries}。厂商示例对 Softmax 如此处理；对其他层是否有效需自行尝试</translation>
    </message>
    <message>
        <source>Try `trackbench board check`.</source>
        <translation>请试用 `trackbench board check`。</translation>
    </message>
    <message>
        <source>Try it by hand: {path} -c &apos;import {module}&apos;.</source>
        <translation>请手动试运行：{path} -c &apos;import {module}&apos;。</translation>
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
        <source>Use --board {board}.</source>
        <translation>请使用 --board {board}。</translation>
    </message>
    <message>
        <source>Use 8 or 16.</source>
        <translation>请使用 8 或 16。</translation>
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
        <source>What answers at {where} is no server of the Open Inference Protocol: {reason}.</source>
        <translation>{where} 的应答方不是 Open Inference Protocol 服务器：{reason}。</translation>
    </message>
    <message>
        <source>What has arrived waits there: connect again and upload the same files, and it goes on.</source>
        <translation>已上传的部分保留在板上：请重新连接并上传相同的文件，即可续传。</translation>
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
        <source>When lost</source>
        <translation>丢失后</translation>
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
        <source>a runtime file is imported alone</source>
        <translation>运行时配置文件须单独导入</translation>
    </message>
    <message>
        <source>a secret does not belong into an address</source>
        <translation>地址中不应包含密码或令牌</translation>
    </message>
    <message>
        <source>a sheet has more than {limit} rows</source>
        <translation>有工作表超过 {limit} 行</translation>
    </message>
    <message>
        <source>a shell prompt</source>
        <translation>shell 提示符</translation>
    </message>
    <message>
        <source>a shell that somebody had left open</source>
        <translation>他人未退出的 shell</translation>
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
        <source>all values are {value:g}</source>
        <translation>所有值均为 {value:g}</translation>
    </message>
    <message>
        <source>all zero in A</source>
        <translation>A 中全为零</translation>
    </message>
    <message>
        <source>all zero in B</source>
        <translation>B 中全为零</translation>
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
        <source>calibration crops</source>
        <translation>校准裁剪图</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
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
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>entry {name!r}, {where}: {word}</source>
        <translation>条目 {name!r}，{where}：{word}</translation>
    </message>
    <message>
        <source>error ladder of {network}</source>
        <translation>{network} 的误差阶梯</translation>
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
        <source>fused into {layer}</source>
        <translation>已融合到 {layer}</translation>
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
        <source>input {name} is of type {wanted}, the tracker&apos;s of {found}</source>
        <translation>输入 {name} 的类型为 {wanted}，跟踪器提供的是 {found}</translation>
    </message>
    <message>
        <source>input {name} is {shape}; the tracker&apos;s are {offered}</source>
        <translation>输入 {name} 为 {shape}；跟踪器提供的是 {offered}</translation>
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
        <source>it did not answer in {seconds:g} s</source>
        <translation>{seconds:g} 秒内没有应答</translation>
    </message>
    <message>
        <source>it differs from its source</source>
        <translation>与源文件不一致</translation>
    </message>
    <message>
        <source>it does not answer like a Python</source>
        <translation>应答不像是 Python</translation>
    </message>
    <message>
        <source>it does not list its models</source>
        <translation>它不列出模型</translation>
    </message>
    <message>
        <source>it ended with {code} while it imported {name}</source>
        <translation>导入 {name} 时退出，返回值 {code}</translation>
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
        <source>it has fewer than two frames</source>
        <translation>不足两帧</translation>
    </message>
    <message>
        <source>it has no graph with outputs</source>
        <translation>没有带输出的计算图</translation>
    </message>
    <message>
        <source>it has no input or output {name!r}</source>
        <translation>没有输入或输出 {name!r}</translation>
    </message>
    <message>
        <source>it has no models</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>it has no name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>it has no output {name}</source>
        <translation>没有输出 {name}</translation>
    </message>
    <message>
        <source>it has no section `imodel`</source>
        <translation>没有 `imodel` 段</translation>
    </message>
    <message>
        <source>it has no values</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>it has none yet</source>
        <translation>尚无地址</translation>
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
        <source>it has {frames} frames</source>
        <translation>它有 {frames} 帧</translation>
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
        <source>it is a folder</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>it is an old Excel file; save it as .xlsx or as CSV</source>
        <translation>是旧版 Excel 文件；请另存为 .xlsx 或 CSV</translation>
    </message>
    <message>
        <source>it is closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>it is cut off or no xlsx file: {reason}</source>
        <translation>文件被截断或不是 xlsx 文件：{reason}</translation>
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
        <source>it is no detector</source>
        <translation>不是检测器</translation>
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
        <source>it is no neighbour of {address}</source>
        <translation>与 {address} 不在同一网段</translation>
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
        <source>it is quantised already, or another kind of network</source>
        <translation>已经量化，或是其他类型的网络</translation>
    </message>
    <message>
        <source>it is {found}, and the package is for CPython {version}</source>
        <translation>它是 {found}，而软件包要求 CPython {version}</translation>
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
        <source>it says that it is</source>
        <translation>服务器报告已就绪</translation>
    </message>
    <message>
        <source>it says that it is not ({told})</source>
        <translation>服务器报告未就绪（{told}）</translation>
    </message>
    <message>
        <source>it shows no sign of any known family ({families})</source>
        <translation>没有任何已知系列（{families}）的特征</translation>
    </message>
    <message>
        <source>it stands for the network itself</source>
        <translation>它表示网络本身</translation>
    </message>
    <message>
        <source>it takes tensors as JSON only</source>
        <translation>只接受 JSON 格式的张量</translation>
    </message>
    <message>
        <source>it unpacks to {megabytes:.0f} MB, which is too much</source>
        <translation>解压后有 {megabytes:.0f} MB，过大</translation>
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
        <source>its sheets cannot be read: {reason}</source>
        <translation>无法读取其工作表：{reason}</translation>
    </message>
    <message>
        <source>its text is of no known format</source>
        <translation>其文本不是已知格式</translation>
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
        <source>no answer for {seconds:g} s</source>
        <translation>{seconds:g} 秒没有应答</translation>
    </message>
    <message>
        <source>no board can have it</source>
        <translation>开发板不能使用此地址</translation>
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
        <source>no counterpart in B</source>
        <translation>B 中没有对应项</translation>
    </message>
    <message>
        <source>no detector is named</source>
        <translation>未指定检测器</translation>
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
        <source>no sheet of it has the columns op_id and total_time</source>
        <translation>没有包含 op_id 和 total_time 列的工作表</translation>
    </message>
    <message>
        <source>no space is left there</source>
        <translation>该处没有剩余空间</translation>
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
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚无返回值</translation>
    </message>
    <message>
        <source>nothing can be said</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>nothing may follow the port</source>
        <translation>端口之后不能有其他内容</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>on Arm the vendor&apos;s host runtime knows {count} operators, and not {unknown}: simulate on a computer with the vendor&apos;s package</source>
        <translation>在 Arm 上，厂商的主机运行时支持 {count} 种算子，不支持 {unknown}：请在装有厂商软件包的计算机上仿真</translation>
    </message>
    <message>
        <source>one layer at a time: {network}</source>
        <translation>逐层单独量化：{network}</translation>
    </message>
    <message>
        <source>only 8 and 16 are known</source>
        <translation>只支持 8 和 16</translation>
    </message>
    <message>
        <source>only Icraft has stages</source>
        <translation>只有 Icraft 有编译阶段</translation>
    </message>
    <message>
        <source>only http is spoken</source>
        <translation>只支持 http</translation>
    </message>
    <message>
        <source>only one of the files is for it</source>
        <translation>其中只有一个文件属于它</translation>
    </message>
    <message>
        <source>only the accelerator can follow its instructions, and no board was named</source>
        <translation>只有加速器能执行其指令，但未指定开发板</translation>
    </message>
    <message>
        <source>only {found} of {count} layers are found in it, {name!r} for one is not</source>
        <translation>{count} 层中只有 {found} 层能在其中找到，例如缺少 {name!r}</translation>
    </message>
    <message>
        <source>only {share:.0f} % of its range are used</source>
        <translation>其范围只用到 {share:.0f} %</translation>
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
        <source>output {name} is {shape}; left of the float network: {offered}</source>
        <translation>输出 {name} 为 {shape}；浮点网络余下的输出：{offered}</translation>
    </message>
    <message>
        <source>output {output}: expected {expected}, found {found}</source>
        <translation>输出 {output}：应为 {expected}，实际为 {found}</translation>
    </message>
    <message>
        <source>own</source>
        <translation>own</translation>
    </message>
    <message>
        <source>own: as the tracker does; wait: stay where it was last sure; enlarge: look wider and wider around there; detector: wait, and ask a detector where it is</source>
        <translation>own：由跟踪器自行处理；wait：停在最后一次确信的位置；enlarge：在该位置周围逐步扩大搜索；detector：原地等待，并由检测器查找目标</translation>
    </message>
    <message>
        <source>parameters that have no counterpart here: {names}</source>
        <translation>没有对应项的参数：{names}</translation>
    </message>
    <message>
        <source>part of {layer}</source>
        <translation>{layer} 的一部分</translation>
    </message>
    <message>
        <source>passphrase of {path}</source>
        <translation>{path} 的口令</translation>
    </message>
    <message>
        <source>password for {user} on the console</source>
        <translation>{user} 的控制台登录密码</translation>
    </message>
    <message>
        <source>password for {user}@{host}</source>
        <translation>{user}@{host} 的密码</translation>
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
        <source>quantising {network}</source>
        <translation>正在量化 {network}</translation>
    </message>
    <message>
        <source>ranges of {network}</source>
        <translation>{network} 的取值范围</translation>
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
        <source>runtime on this computer</source>
        <translation>运行时在本机</translation>
    </message>
    <message>
        <source>scales per channel</source>
        <translation>逐通道缩放系数</translation>
    </message>
    <message>
        <source>scales per channel, {networks} network in 16 bit</source>
        <translation>逐通道缩放系数，{networks} 网络用 16 位</translation>
    </message>
    <message>
        <source>shapes differ: {a} in A, {b} in B</source>
        <translation>形状不一致：A 中为 {a}，B 中为 {b}</translation>
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
        <source>status {status}</source>
        <translation>状态码 {status}</translation>
    </message>
    <message>
        <source>the address is not there afterwards</source>
        <translation>执行后地址并未生效</translation>
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
        <source>the cosine of {output} is {cosine:.4f}, below {limit:g}</source>
        <translation>{output} 的余弦相似度为 {cosine:.4f}，低于 {limit:g}</translation>
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
        <source>the loss comes from fitting the quantised network to the hardware&apos;s operators</source>
        <translation>损失来自将量化网络适配到硬件算子</translation>
    </message>
    <message>
        <source>the loss comes from quantisation, not from the hardware</source>
        <translation>损失来自量化，而非硬件</translation>
    </message>
    <message>
        <source>the loss comes from rearranging the graph, before anything is quantised</source>
        <translation>损失来自计算图重排，此时尚未量化</translation>
    </message>
    <message>
        <source>the loss comes from the generated code or the hardware, not from quantisation</source>
        <translation>损失来自生成的代码或硬件，而非量化</translation>
    </message>
    <message>
        <source>the network that the compiler read is not the float file, or it is fed otherwise</source>
        <translation>编译器读入的网络不是该浮点文件，或其输入方式不同</translation>
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
        <source>the weights of {layer} ({network}) keep only {db:.1f} dB between signal and noise</source>
        <translation>{layer}（{network}）的权重信噪比仅剩 {db:.1f} dB</translation>
    </message>
    <message>
        <source>there is no class {name}</source>
        <translation>没有类别 {name}</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有此文件</translation>
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
        <source>token for {where}</source>
        <translation>{where} 的令牌</translation>
    </message>
    <message>
        <source>trying: {remedy}</source>
        <translation>正在尝试：{remedy}</translation>
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
        <source>virtual board</source>
        <translation>虚拟板</translation>
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
        <source>with a token</source>
        <translation>使用令牌</translation>
    </message>
    <message>
        <source>with the remembered token</source>
        <translation>使用已保存的令牌</translation>
    </message>
    <message>
        <source>worst {count} layers of each network in float</source>
        <translation>各网络最差的 {count} 层保留浮点</translation>
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
        <source>{backend} on this computer, port {port}, over the board&apos;s service</source>
        <translation>{backend} 运行于本机，端口 {port}，经由板上服务</translation>
    </message>
    <message>
        <source>{before}, worst {count} layers in float</source>
        <translation>{before}，最差的 {count} 层保留浮点</translation>
    </message>
    <message>
        <source>{board} (over its service)</source>
        <translation>{board}（经由板上服务）</translation>
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
        <source>{board} is no Icraft board, but of the family {family}; only Icraft&apos;s compiler has stages.</source>
        <translation>{board} 不是 Icraft 开发板，而属于 {family} 系列；只有 Icraft 编译器有编译阶段。</translation>
    </message>
    <message>
        <source>{b} is no quantised version of {a}: {reason}.</source>
        <translation>{b} 不是 {a} 的量化版本：{reason}。</translation>
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
        <source>{count} channels are all zero</source>
        <translation>{count} 个通道全为零</translation>
    </message>
    <message>
        <source>{count} of {channels} channels are all zero</source>
        <translation>{count} 个通道全为零（共 {channels} 个）</translation>
    </message>
    <message>
        <source>{count} of {size} values are NaN or infinite</source>
        <translation>{count} 个值为 NaN 或无穷（共 {size} 个）</translation>
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
        <source>{custom} runs in the FPGA; nobody documents whether it can be simulated</source>
        <translation>{custom} 在 FPGA 中运行；没有文档说明能否仿真</translation>
    </message>
    <message>
        <source>{device}, {baud} baud</source>
        <translation>{device}，{baud} 波特</translation>
    </message>
    <message>
        <source>{entry} finds its objects by itself; only single-object trackers can be laid side by side.</source>
        <translation>{entry} 自行检测物体；只有单目标跟踪器可以并排比较。</translation>
    </message>
    <message>
        <source>{entry} has no files that run on this computer ({file}), and crops are taken by a tracker here.</source>
        <translation>{entry} 没有可在本机运行的文件（{file}），而裁剪图由本机上的跟踪器生成。</translation>
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
        <source>{entry} has {expected} network(s) ({roles}), but {given} folder(s) were given.</source>
        <translation>{entry} 有 {expected} 个网络（{roles}），但给出了 {given} 个文件夹。</translation>
    </message>
    <message>
        <source>{entry} has {expected} network(s) ({roles}), but {given} name(s) were given.</source>
        <translation>{entry} 有 {expected} 个网络（{roles}），但给出了 {given} 个名称。</translation>
    </message>
    <message>
        <source>{entry} names no address to download {file} from.</source>
        <translation>{entry} 未提供 {file} 的下载地址。</translation>
    </message>
    <message>
        <source>{family} is to be used from this computer, and no Python for it is named{because}.</source>
        <translation>要从本机使用 {family}，但未指定所用的 Python{because}。</translation>
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
        <source>{file} could not be quantised: {reason}.</source>
        <translation>{file} 量化失败：{reason}。</translation>
    </message>
    <message>
        <source>{file} has no float layer with weights: {reason}.</source>
        <translation>{file} 没有带权重的浮点层：{reason}。</translation>
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
        <source>{good} of those that ran, but {stages} did not</source>
        <translation>{good}（仅就已运行的阶段而言），但 {stages} 未运行</translation>
    </message>
    <message>
        <source>{good}, the last one included; {stages} did not run</source>
        <translation>{good}，包括最后一个阶段；{stages} 未运行</translation>
    </message>
    <message>
        <source>{good}: the compiled network does what the float one did</source>
        <translation>{good}：编译后的网络与浮点网络表现一致</translation>
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
        <source>{layer} ({network}) is off by {share:.0f} % of its own values although its inputs are right</source>
        <translation>{layer}（{network}）的输入正确，但输出偏差达自身数值的 {share:.0f} %</translation>
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
        <source>{model} finds its objects anew in every frame: it cannot follow chosen targets beside another.</source>
        <translation>{model} 每帧都重新检测物体：无法与其他模型并排跟踪选定的目标。</translation>
    </message>
    <message>
        <source>{names} and the runtime have different versions</source>
        <translation>{names} 与运行时版本不一致</translation>
    </message>
    <message>
        <source>{names} has 16 bits already</source>
        <translation>{names} 已是 16 位</translation>
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
        <source>{name} cannot be imported ({why})</source>
        <translation>无法导入 {name}（{why}）</translation>
    </message>
    <message>
        <source>{name} does not work ({reason}), and the earlier boot file could not be put back: {why}.</source>
        <translation>{name} 不能正常工作（{reason}），且原启动文件未能恢复：{why}。</translation>
    </message>
    <message>
        <source>{name} has no such file</source>
        <translation>{name} 没有此文件</translation>
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
        <source>{name} is the first layer below {limit:g} ({cosine:.6f}); {below} of {count} layers are, and {outputs} outputs</source>
        <translation>{name} 是第一个低于 {limit:g} 的层（{cosine:.6f}）；低于该值的有 {below} 层（共 {count} 层）和 {outputs} 个输出</translation>
    </message>
    <message>
        <source>{name} runs on the CPU. The vendor&apos;s sample brings a Softmax to the BPU with {entry}</source>
        <translation>{name} 在 CPU 上运行。厂商示例用 {entry} 将 Softmax 放到 BPU 上</translation>
    </message>
    <message>
        <source>{name} was generated twice, as {first} and as {second}.</source>
        <translation>{name} 生成了两次：{first} 和 {second}。</translation>
    </message>
    <message>
        <source>{name} was not kept: {reason}. The earlier boot file is back, and the board runs {running}.</source>
        <translation>{name} 未被采用：{reason}。原启动文件已恢复，开发板正在运行 {running}。</translation>
    </message>
    <message>
        <source>{name} {address}{gateway}; until its next start</source>
        <translation>{name} {address}{gateway}；重启前有效</translation>
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
        <source>{network}: {stage}</source>
        <translation>{network}：{stage}</translation>
    </message>
    <message>
        <source>{nodes} is missing</source>
        <translation>缺少 {nodes}</translation>
    </message>
    <message>
        <source>{output}: {reason}</source>
        <translation>{output}：{reason}</translation>
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
        <source>{path} cannot be read as a profile: {reason}.</source>
        <translation>{path} 无法作为剖析数据读取：{reason}。</translation>
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
        <source>{path} cannot run the {family} package: {reason}.</source>
        <translation>{path} 无法运行 {family} 软件包：{reason}。</translation>
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
        <source>{path} has {megabytes:.0f} MB, too much for a profile.</source>
        <translation>{path} 有 {megabytes:.0f} MB，作为剖析文件过大。</translation>
    </message>
    <message>
        <source>{path} has {megabytes:.0f} MB, too much for a result.</source>
        <translation>{path} 有 {megabytes:.0f} MB，作为结果文件过大。</translation>
    </message>
    <message>
        <source>{path} holds no stage of Icraft&apos;s compiler.</source>
        <translation>{path} 中没有 Icraft 编译器的任何阶段。</translation>
    </message>
    <message>
        <source>{path} holds stages of several networks: {names}.</source>
        <translation>{path} 中有多个网络的阶段：{names}。</translation>
    </message>
    <message>
        <source>{path} is no Icraft model: {reason}.</source>
        <translation>{path} 不是 Icraft 模型：{reason}。</translation>
    </message>
    <message>
        <source>{path} is no log of a compiler, but: {format}.</source>
        <translation>{path} 不是编译器日志，而是：{format}。</translation>
    </message>
    <message>
        <source>{path} is no runtime file of the model zoo: {reason}.</source>
        <translation>{path} 不是模型库的运行时配置文件：{reason}。</translation>
    </message>
    <message>
        <source>{path} is the float file itself; it is not written over.</source>
        <translation>{path} 就是浮点文件本身；不会覆盖它。</translation>
    </message>
    <message>
        <source>{path} looks like the format {format}, but nothing in it could be used. {reason}</source>
        <translation>{path} 看似 {format} 格式，但没有可用的内容。{reason}</translation>
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
        <source>{share:.0f} % of the channels of {layer} ({network}) become zero</source>
        <translation>{layer}（{network}）有 {share:.0f} % 的通道变为零</translation>
    </message>
    <message>
        <source>{share:.0f} % of the channels of {layer} ({network}) become zero: one scale for all channels is set by the largest</source>
        <translation>{layer}（{network}）有 {share:.0f} % 的通道变为零：所有通道共用的缩放系数由最大的通道决定</translation>
    </message>
    <message>
        <source>{share:.1f} % of the values lie beyond its range</source>
        <translation>{share:.1f} % 的值超出其范围</translation>
    </message>
    <message>
        <source>{share:.1f} % of the values of {layer} ({network}) lie beyond the range it was calibrated for</source>
        <translation>{layer}（{network}）有 {share:.1f} % 的值超出校准范围</translation>
    </message>
    <message>
        <source>{side} has no frames.</source>
        <translation>{side} 没有帧。</translation>
    </message>
    <message>
        <source>{side} has no layers: no frame of it was profiled.</source>
        <translation>{side} 没有层数据：没有剖析过任何帧。</translation>
    </message>
    <message>
        <source>{source} gave no input for {network}: {reason}.</source>
        <translation>{source} 没有为 {network} 提供输入：{reason}。</translation>
    </message>
    <message>
        <source>{source} has no frame {first}.</source>
        <translation>{source} 没有第 {first} 帧。</translation>
    </message>
    <message>
        <source>{source} has no ground truth in frame {frame}, and no first box was given.</source>
        <translation>{source} 的第 {frame} 帧没有真值，也未给出初始框。</translation>
    </message>
    <message>
        <source>{source} has no ground truth in frame {frame}.</source>
        <translation>{source} 的第 {frame} 帧没有真值。</translation>
    </message>
    <message>
        <source>{source} is live and cannot be gone through again.</source>
        <translation>{source} 是实时视频源，无法从头再处理一遍。</translation>
    </message>
    <message>
        <source>{stage} is below the float file ({why}); {unknown} did not run, so that it cannot be told where the loss begins</source>
        <translation>{stage} 已低于浮点文件（{why}）；{unknown} 未运行，因此无法判断损失从何处开始</translation>
    </message>
    <message>
        <source>{stage}: {loss} ({why}). {see}</source>
        <translation>{stage}：{loss}（{why}）。{see}</translation>
    </message>
    <message>
        <source>{stage}: {loss}, or from what did not run: {unknown} ({why}). {see}</source>
        <translation>{stage}：{loss}，或来自未运行的阶段：{unknown}（{why}）。{see}</translation>
    </message>
    <message>
        <source>{tensor} of {network} holds values that are not numbers (NaN or infinite).</source>
        <translation>{network} 的 {tensor} 含有非数值（NaN 或无穷）。</translation>
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
        <source>{where} has no model called {name}, and none that is surely meant.</source>
        <translation>{where} 上没有名为 {name} 的模型，也无法确定所指的是哪一个。</translation>
    </message>
    <message>
        <source>{where} has the model {name}, but it is not ready{reason}.</source>
        <translation>{where} 上有模型 {name}，但尚未就绪{reason}。</translation>
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
        <source>{which} holds {nan} NaN and {inf} infinite values</source>
        <translation>{which} 中有 {nan} 个 NaN 和 {inf} 个无穷值</translation>
    </message>
    <message>
        <source>{who} (process {pid} of {user})</source>
        <translation>{who}（{user} 的进程 {pid}）</translation>
    </message>
    <message>
        <source>{who} (process {pid})</source>
        <translation>{who}（进程 {pid}）</translation>
    </message>
    <message>
        <source>σ</source>
        <translation>σ</translation>
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
        <source>Boards</source>
        <translation>开发板</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Icraft runtime</source>
        <translation>Icraft 运行时</translation>
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
        <source>On the board</source>
        <translation>板上</translation>
    </message>
    <message>
        <source>On the board if it can, else here</source>
        <translation>优先在板上，否则在本机</translation>
    </message>
    <message>
        <source>On this computer, over icraft-serve</source>
        <translation>在本机，经由 icraft-serve</translation>
    </message>
    <message>
        <source>Path of a Python 3.8 on this computer, for the runtime over icraft-serve</source>
        <translation>本机 Python 3.8 的路径，供经由 icraft-serve 的运行时使用</translation>
    </message>
    <message>
        <source>Profile every Nth frame</source>
        <translation>逐层剖析间隔</translation>
    </message>
    <message>
        <source>Python with Icraft&apos;s package</source>
        <translation>装有 Icraft 软件包的 Python</translation>
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
        <source>Where the vendor&apos;s Python package is. Takes effect at the next connection</source>
        <translation>厂商 Python 软件包所在的位置；下次连接时生效</translation>
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
